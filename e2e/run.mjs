// Runs the journeys two files at a time. A file that fails is run once more, alone: two browsers and a node on two cores now and then
// take longer than a wait allows, and a fault of the product fails both times. Both results are told, and what passed only alone is
// named at the end.
import { readdir } from 'node:fs/promises'
import { relative } from 'node:path'
import { run } from 'node:test'
import { tap } from 'node:test/reporters'
import { makeCounty } from './lib/node.mjs'

const here = new URL('.', import.meta.url).pathname
// The longest begin first, so that none is left running alone at the end.
const longest = ['accessibility', 'structures', 'story'].map((name) => `${name}.test.mjs`)
const weight = (name) => (longest.includes(name) ? longest.indexOf(name) : longest.length)

async function journeys() {
  const all = (await readdir(`${here}journeys`)).filter((name) => name.endsWith('.test.mjs'))
  return all.sort((a, b) => weight(a) - weight(b) || a.localeCompare(b)).map((name) => `${here}journeys/${name}`)
}

const named = process.argv.slice(2)
const files = named.length > 0 ? named : await journeys()

/** The files in which something failed. */
async function failed(files, concurrency) {
  const bad = new Set()
  const tests = run({ files, concurrency })
  for (const ended of ['test:pass', 'test:fail']) tests.on(ended, ({ file, nesting, details }) => nesting === 0 && spent.set(file, (spent.get(file) ?? 0) + details.duration_ms))
  tests.on('test:fail', ({ file, name }) => bad.add(file ?? name))
  const printed = tests.compose(tap)
  for await (const line of printed) process.stdout.write(line)
  return [...bad]
}

const began = Date.now()
const spent = new Map()
const told = (what) => console.log(`# ${what}: ${Math.round((Date.now() - began) / 1000)} s from the beginning`)
const county = await makeCounty()
process.env.PUNOS_COUNTY = county.data
told('the county is made')
const first = await failed(files, 2)
told('the journeys have ended')
const again = first.length > 0 ? await failed(first, 1) : []
await county.drop()
for (const [file, ms] of [...spent].sort((a, b) => b[1] - a[1]).slice(0, 10)) console.log(`# ${relative(here, file ?? '')}: ${Math.round(ms / 1000)} s`)
for (const file of first) console.log(`# ${relative(here, file)}: ${again.includes(file) ? 'failed twice' : 'failed beside others, passed alone'}`)
process.exitCode = again.length > 0 ? 1 : 0
