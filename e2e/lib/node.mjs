// A real node of synthetic people, in a directory of its own, gone afterwards.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const binary = process.env.PUNOS_BIN ?? join(root, 'target/debug/punos')

export async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

/** Starts `punos demo` and waits until it is ready. `args`: more arguments. */
export async function startNode({ residents = 400, seed = 1, args = [], port } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'punos-e2e-'))
  port ??= await freePort()
  const child = spawn(binary, ['demo', '--residents', String(residents), '--seed', String(seed), '--port', String(port), '--data', data, ...args], {
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
