import { beforeEach, expect, test, vi } from 'vitest'
import { api, isProblem, onApiEvent, ProblemError, setCsrf, url } from './client'

let sent: { url: string; init: RequestInit & { headers: Headers } }[] = []
let answer: () => Response | Promise<Response>

beforeEach(() => {
  sent = []
  setCsrf('token')
  answer = () => new Response('{"ok":true}')
  // The network is the outside.
  vi.stubGlobal('fetch', (address: string, init: RequestInit & { headers: Headers }) => {
    sent.push({ url: address, init })
    return Promise.resolve().then(answer)
  })
})
const header = (name: string) => sent[0]?.init.headers.get(name)

test('a change carries the CSRF token, the version and the key', async () => {
  await api.post('/staff/matters/1/take', { a: 1 }, { ifMatch: 7, idempotencyKey: 'k' })
  expect(header('x-csrf-token')).toBe('token')
  expect(header('if-match')).toBe('"7"')
  expect(header('idempotency-key')).toBe('k')
  expect(sent[0]?.url).toBe('/api/v1/staff/matters/1/take')
})

test('a look carries no CSRF token, and leaves out empty parameters', async () => {
  await api.get('/staff/desk', { query: { view: 'team', lane: undefined, q: '' } })
  expect(header('x-csrf-token')).toBeNull()
  expect(sent[0]?.url).toBe('/api/v1/staff/desk?view=team')
  expect(url('/a')).toBe('/api/v1/a')
})

test('a file is sent as the browser makes it', async () => {
  await api.post('/staff/matters/1/attachments', new FormData())
  expect(header('content-type')).toBeNull()
})

test('an empty answer is nothing', async () => {
  answer = () => new Response(null, { status: 204 })
  await expect(api.delete('/staff/views/1')).resolves.toBeUndefined()
})

test('a problem keeps its fields and the true status', async () => {
  answer = () => new Response('{"code":"version_conflict","status":200,"current":{"version":8}}', { status: 412, headers: { 'content-type': 'application/problem+json' } })
  const error = await api.put('/x', {}).catch((caught: unknown) => caught)
  expect(isProblem(error, 'version_conflict')).toBe(true)
  expect((error as ProblemError).problem).toMatchObject({ status: 412, current: { version: 8 } })
})

test('a page in place of JSON is a failure, not data', async () => {
  answer = () => new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } })
  const error = await api.get('/x').catch((caught: unknown) => caught)
  expect(isProblem(error, 'unexpected')).toBe(true)
})

test('the session hears that it ended, and that there is no answer', async () => {
  const heard: string[] = []
  const stop = onApiEvent((event) => heard.push(event))
  answer = () => new Response('{"code":"not_signed_in"}', { status: 401, headers: { 'content-type': 'application/problem+json' } })
  await api.get('/x').catch(() => {})
  answer = () => {
    throw new TypeError('failed to fetch')
  }
  const error = await api.get('/x').catch((caught: unknown) => caught)
  answer = () => new Response('{}')
  await api.get('/x')
  stop()
  expect(isProblem(error, 'network')).toBe(true)
  expect(heard).toEqual(['signed_out', 'unreachable', 'reached'])
})
