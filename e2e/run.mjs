// Runs the journeys two files at a time. A file that fails is run once more, alone: two browsers and a node on two cores now and then
// take longer than a wait allows, and a fault of the product fails both times. Both results are told, and what passed only alone is
// named at the end.
import { readdir } from 'node:fs/promises'
import { relative } from 'node:path'
import { run } from 'node:test'
import { tap } from 'node:test/reporters'

const here = new URL('.', import.meta.url).pathname
const named = process.argv.slice(2)
const files = named.length > 0 ? named : (await readdir(new URL('journeys/', import.meta.url))).filter((name) => name.endsWith('.test.mjs')).map((name) => `${here}journeys/${name}`)

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
