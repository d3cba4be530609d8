// A real node of synthetic people, in a directory of its own, gone afterwards.
import { execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const binary = process.env.PUNOS_BIN ?? join(root, 'target/debug/punos')
// Built by `make predictor`; only the journeys of predictions ask for it.
export const predictor = ['--predictor', process.env.PUNOS_PREDICTOR ?? join(root, 'target/predictor/debug/punos-predictor'), '--models', join(root, 'models')]

export async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

const temporary = () => mkdtemp(join(tmpdir(), 'punos-e2e-'))
const county = (data, residents, seed) => ['demo', '--residents', String(residents), '--seed', String(seed), '--data', data]

/** The county that most journeys begin with. A run of many journeys makes it once, names it in PUNOS_COUNTY, and each takes a copy. */
const usual = { residents: 400, seed: 1 }
export async function makeCounty() {
  const data = await temporary()
  await promisify(execFile)(binary, [...county(data, usual.residents, usual.seed), '--no-serve'])
  return { data, drop: () => rm(data, { recursive: true, force: true }) }
}

/** Starts `punos demo` and waits until it is ready. `args`: more arguments. */
export async function startNode({ residents = usual.residents, seed = usual.seed, args = [], port } = {}) {
  const data = await temporary()
  if (process.env.PUNOS_COUNTY && residents === usual.residents && seed === usual.seed) await cp(process.env.PUNOS_COUNTY, data, { recursive: true })
  port ??= await freePort()
  const child = spawn(binary, [...county(data, residents, seed), '--port', String(port), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (d) => (output += d))
  child.stderr.on('data', (d) => (output += d))
  const ended = new Promise((done) => child.on('exit', done))
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 240_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the node ended: ${output}`)
    if (Date.now() > deadline) throw new Error(`the node did not become ready: ${output}`)
    const ready = await fetch(`${url}/readyz`).then((r) => r.ok, () => false)
    if (ready) break
    await new Promise((done) => setTimeout(done, 200))
  }
  return {
    url,
    data,
    binary,
    output: () => output,
    kill: (signal) => child.kill(signal),
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(data, { recursive: true, force: true })
    },
  }
}
