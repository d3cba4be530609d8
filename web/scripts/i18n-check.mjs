// Fails when a key lacks a translation, is used but not defined, or is defined but not used.
// A key is written in the code as 'feature:key' or, under useTranslation('feature'), as t('key');
// t(`feature:part.${code}`) uses everything that begins so.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const src = new URL('../src', import.meta.url).pathname
const languages = ['fi', 'sv', 'en']
const plural = /_(zero|one|two|few|many|other)$/
const problems = []

function flatten(value, prefix, into) {
  for (const [name, inner] of Object.entries(value)) {
    const key = prefix ? `${prefix}.${name}` : name
    if (typeof inner === 'string') into.set(key, inner)
    else flatten(inner, key, into)
  }
  return into
}

const defined = {} // language → feature → Map(key → text)
for (const language of languages) {
  defined[language] = {}
  for (const file of readdirSync(join(src, 'i18n', language))) {
    const path = join(src, 'i18n', language, file)
    try {
      defined[language][file.replace('.json', '')] = flatten(JSON.parse(readFileSync(path, 'utf8')), '', new Map())
    } catch (error) {
      problems.push(`${path}: ${error.message}`)
    }
  }
}

const features = new Set(languages.flatMap((language) => Object.keys(defined[language])))
const names = (text) => [...text.matchAll(/{{\s*([\w.]+)/g)].map((match) => match[1]).sort().join()
for (const feature of features) {
  const all = new Map()
  for (const language of languages) for (const [key, text] of defined[language][feature] ?? []) all.set(key, text)
  for (const [key, text] of all) {
    for (const language of languages) {
      const own = defined[language][feature]?.get(key)
      if (own === undefined) problems.push(`${language}/${feature}.json lacks ${key}`)
      else if (own.trim() === '') problems.push(`${language}/${feature}.json: ${key} is empty`)
      else if (names(own) !== names(text)) problems.push(`${language}/${feature}.json: ${key} has other placeholders than the other languages`)
    }
  }
}

function* sources(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* sources(path)
    else if (/\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name)) yield path
  }
}

const used = new Set() // feature:key
const prefixes = new Set() // feature:begin
const loose = new Set() // any quoted word with a dot or underscore: a key handed on through a variable
for (const path of sources(src)) {
  const code = readFileSync(path, 'utf8')
  const own = [...code.matchAll(/useTranslation\(\s*\[?\s*'(\w+)'/g)].map((match) => match[1])
  own.push(...[...code.matchAll(/TFunction<'(\w+)'>/g)].map((match) => match[1]))
  const homes = own.length ? [...new Set(own)] : ['common']
  const full = (key) => (key.includes(':') ? [key] : homes.map((home) => `${home}:${key}`))
  const isDefined = (key) => {
    const at = key.indexOf(':')
    const map = defined.fi[key.slice(0, at)]
    const rest = key.slice(at + 1)
    return map?.has(rest) || map?.has(`${rest}_other`) || map?.has(`${rest}_one`)
  }
  for (const match of code.matchAll(/(?<![\w.])t\(\s*'([^']+)'|i18nKey="([^"]+)"/g)) {
    const candidates = full(match[1] ?? match[2])
    const hit = candidates.find(isDefined)
    if (hit) used.add(hit)
    else problems.push(`${path.slice(src.length + 1)} uses ${candidates.join(' or ')}, which is not defined`)
  }
  for (const match of code.matchAll(/`([\w:.]*?)\$\{/g)) {
    if (match[1]) for (const key of full(match[1])) prefixes.add(key)
  }
  for (const match of code.matchAll(/'((?:\w+:)?[\w.]+)'/g)) for (const key of full(match[1])) loose.add(key)
}

// These translate codes that the server sends, so the screens do not name each.
const byServer = new Set(['actions', 'codes', 'problems'])
for (const feature of features) {
  if (byServer.has(feature)) continue
  for (const key of defined.fi[feature]?.keys() ?? []) {
    const name = `${feature}:${key.replace(plural, '')}`
    const taken = used.has(name) || loose.has(name) || used.has(`${feature}:${key}`) || [...prefixes].some((prefix) => name.startsWith(prefix))
    if (!taken) problems.push(`${feature}.json: ${key} is not used`)
  }
}

// Every refusal that the server can name has words: why it cannot be done, what helps, what is wrong with a field.
const spoken = { reasons: /(?:Refused|State|Err|Problem::refused)\(\s*"([a-z_]+)"/g, fields: /Error::field\((?:[^()"]|"[^"]*"|\([^()]*\))*?,\s*"([a-z_]+)"\s*\)/g }
for (const room of ['platform', 'domains', 'exchange', 'server']) {
  for (const path of rust(join(src, '../..', room))) {
    const code = readFileSync(path, 'utf8')
    const told = Object.entries(spoken).flatMap(([part, words]) => [...code.matchAll(words)].map((match) => `${part}.${match[1]}`))
    for (const [, helps] of code.matchAll(/Problem::refused\(\s*"[a-z_]+",\s*&\[([^\]]*)\]/g)) told.push(...[...helps.matchAll(/"([a-z_]+)"/g)].map((match) => `helps.${match[1]}`))
    for (const key of told) {
      if (!defined.fi.problems.has(key) && !defined.fi.problems.has(key.split('.')[1])) problems.push(`problems.json lacks ${key}, which ${path.slice(join(src, '../..').length + 1)} says`)
    }
  }
}

function* rust(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) {
      if (!['tests', 'target'].includes(name)) yield* rust(path)
    } else if (name.endsWith('.rs') && !name.includes('test')) yield path
  }
}

if (problems.length) {
  console.error(problems.join('\n'))
  console.error(`${problems.length} problems with translations`)
  process.exit(1)
}
console.log(`translations: ${[...features].reduce((sum, feature) => sum + (defined.fi[feature]?.size ?? 0), 0)} keys in ${languages.length} languages`)
