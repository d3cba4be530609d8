// The population register's change interface on loopback, with a log of changes of its own: the other side of the node's feed.
// `told(hetu, groups)` writes a change to the log; the node asks for what came after a key.
import { createServer } from 'node:http'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export async function startRegister() {
  const log = []
  let key = 1000
  let answers = true
  const asked = new Set()
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (part) => (text += part))
    request.on('end', () => {
      const say = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (!answers) return say(503, {})
      if (request.headers['mutp-tunnus'] !== 'punos' || request.headers['mutp-salasana'] !== 'salaisuus') return say(401, {})
      const { pathname } = new URL(request.url, 'http://register')
      if (request.method === 'GET' && pathname.startsWith('/api/v1/kirjausavain/')) return say(200, { viimeisinKirjausavain: 1000 })
      const body = JSON.parse(text)
      for (const hetu of body.hetulista) asked.add(hetu)
      if (pathname === '/api/v1/perustiedot') return say(200, { perustiedot: [] })
      if (pathname === '/api/v1/muutokset') {
        const people = new Set(body.hetulista)
        const after = log.filter((one) => one.key > Number(body.viimeisinKirjausavain) && (people.has(one.message.henkilotunnus) || one.anyone))
        return say(200, { viimeisinKirjausavain: key, muutokset: after.map(({ message }) => message), ajanTasalla: true })
      }
      say(404, {})
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const password = join(tmpdir(), `punos-register-${process.pid}.txt`)
  await writeFile(password, 'salaisuus\n')
  return {
    asked,
    args: [
      '--population-url', `http://127.0.0.1:${server.address().port}/api/v1`,
      '--population-user', 'punos',
      '--population-password-file', password,
      '--population-every', '5',
    ],
    /** Writes a change to the log. `anyone`: sent to whoever asks, also when it names nobody. */
    told(henkilotunnus, tietoryhmat, { anyone = false } = {}) {
      key += 1
      log.push({ key, anyone, message: { henkilotunnus, muutospv: new Date().toISOString(), tietoryhmat, kirjausavain: key } })
      return key
    },
    answers(yes) {
      answers = yes
    },
    stop: () => new Promise((done) => server.close(done)),
  }
}

/** A day as the register writes it. */
export const day = (arvo) => ({ arvo, tarkkuus: 'PAIVA' })
