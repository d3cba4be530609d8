// A rescue department's receiver of notifications on loopback: keeps each once by its key and gives a receipt.
// By itself: node e2e/lib/rescue.mjs 9420   (then: PUNOS_RESCUE_URL=http://127.0.0.1:9420/ punos demo)
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

const needed = ['form', 'id', 'made_at', 'law', 'place', 'found']

/** `taken` fills with what was told. */
export async function startRescue(port = 0) {
  const taken = new Map()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    let message
    try {
      message = JSON.parse(body)
    } catch {
      return answer(400, { reason: 'ei JSON-muotoa' })
    }
    const missing = needed.filter((name) => message[name] === undefined)
    if (request.method !== 'POST' || missing.length > 0 || !message.place.address) return answer(422, { reason: `puuttuu: ${missing.join(', ') || 'osoite'}` })
    if (request.headers['idempotency-key'] !== message.id) return answer(400, { reason: 'väärä avain' })
    if (!taken.has(message.id)) taken.set(message.id, { message, receipt: `PEL-2026-${taken.size + 1}` })
    answer(201, { id: message.id, receipt: taken.get(message.id).receipt })
  })
  await new Promise((done) => server.listen(port, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    messages: () => [...taken.values()].map((one) => one.message),
    stop: () => new Promise((done) => server.close(done)),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const receiver = await startRescue(Number(process.argv[2] ?? 9420))
  console.log(`takes notifications at ${receiver.url}`)
}
