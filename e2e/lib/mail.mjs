// A mail server on loopback that takes what it is given: the other side of the node's e-mail.
import { createServer } from 'node:net'

/** `mails` fills with `{ to, data }`; `arrived(n)` waits until there are so many. */
export async function startMail() {
  const mails = []
  const waiting = []
  const server = createServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('error', () => {})
    let rest = ''
    let to = ''
    let data
    const say = (line) => socket.write(`${line}\r\n`)
    say('220 mail.test ESMTP')
    socket.on('data', (chunk) => {
      rest += chunk
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (data !== undefined) {
          if (line === '.') {
            mails.push({ to, data })
            data = undefined
            say('250 taken')
            for (const one of waiting.filter(({ count }) => mails.length >= count)) one.done()
          } else data += `${line}\n`
        } else if (/^EHLO/i.test(line)) {
          say('250-mail.test')
          say('250 8BITMIME')
        } else if (/^RCPT/i.test(line)) {
          to = line.match(/<(.*)>/)?.[1] ?? ''
          say('250 ok')
        } else if (/^DATA/i.test(line)) {
          data = ''
          say('354 go on')
        } else if (/^QUIT/i.test(line)) {
          say('221 bye')
          socket.end()
        } else say('250 ok')
      }
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  return {
    mails,
    args: ['--smtp-host', '127.0.0.1', '--smtp-port', String(port), '--smtp-tls', 'none', '--smtp-from', 'ei-vastausta@hva.example'],
    arrived: (count) => (mails.length >= count ? Promise.resolve() : new Promise((done) => waiting.push({ count, done }))),
    stop: () => new Promise((done) => server.close(done)),
  }
}
