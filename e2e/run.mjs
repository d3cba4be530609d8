// Runs the journeys two files at a time. A file that fails is run once more, alone: two browsers and a node on two cores now and then
// take longer than a wait allows, and a fault of the product fails both times. Both results are told, and what passed only alone is
// named at the end.
import { readdir } from 'node:fs/promises'
import { relative } from 'node:path'
import { run } from 'node:test'
import { tap } from 'node:test/reporters'

const here = new URL('.', import.meta.url).pathname
// The longest begin first, so that none is left running alone at the end.
const longest = ['structures', 'accessibility', 'pages', 'story'].map((name) => `${name}.test.mjs`)
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
  tests.on('test:fail', ({ file, name }) => bad.add(file ?? name))
  const printed = tests.compose(tap)
  for await (const line of printed) process.stdout.write(line)
  return [...bad]
}

const first = await failed(files, 2)
const again = first.length > 0 ? await failed(first, 1) : []
for (const file of first) console.log(`# ${relative(here, file)}: ${again.includes(file) ? 'failed twice' : 'failed beside others, passed alone'}`)
process.exitCode = again.length > 0 ? 1 : 0
