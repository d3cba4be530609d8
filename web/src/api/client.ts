// The one place that speaks HTTP with the node.
import type { Problem } from './types'

export const base = '/api/v1'

/** A refusal or failure the node told about, or the lack of an answer (`code: "network"`). */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

export function isProblem(error: unknown, code?: string): error is ProblemError {
  return error instanceof ProblemError && (code === undefined || error.problem.code === code)
}

export interface CallOptions {
  query?: Record<string, string | number | boolean | undefined>
  /** The version of the row being changed; sent as If-Match. */
  ifMatch?: number
  /** For creates: one key per thing meant, so a retry makes no second one. See `newKey`. */
  idempotencyKey?: string
  signal?: AbortSignal
}

type Listener = (event: 'signed_out' | 'degraded' | 'unreachable' | 'reached' | 'acting_over') => void
const listeners = new Set<Listener>()

/** Tells the session when an answer says that it has ended, that the node is degraded, or when there is no answer. */
export function onApiEvent(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
function tell(event: Parameters<Listener>[0]) {
  for (const listener of listeners) listener(event)
}

/** Whether a page is kept for its person to log in again, and the reads that wait for it. */
let kept = false
let waiting: ((again: boolean) => void)[] = []
/** While a page is kept, a read that meets the end of the session waits instead of failing under the page. */
export function keepPage(keep: boolean) {
  kept = keep
  if (!keep) wake(false)
}
/** The reads that waited are asked again, or fail. */
export function wake(again: boolean) {
  const all = waiting
  waiting = []
  for (const one of all) one(again)
}

/** When a person last touched the page. What the page asks by itself after that does not keep their session alive. */
let touched = Date.now()
/** Longer than this without a touch, and a request is the page's own. */
const idleAfter = 60_000
if (typeof window !== 'undefined') {
  const touch = () => {
    touched = Date.now()
  }
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) window.addEventListener(kind, touch, { passive: true, capture: true })
}

let csrf: string | undefined
export function setCsrf(token: string | undefined) {
  csrf = token
}

/** Whom the page shows on the client's own side: what was begun for one must not be done for another. */
let shown: string | undefined
export function setShown(client: string | undefined) {
  shown = client
}

export function newKey(): string {
  return crypto.randomUUID()
}

export function url(path: string, query?: CallOptions['query']): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  const tail = params.toString()
  return base + path + (tail ? `?${tail}` : '')
}

async function readProblem(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('json')) {
    try {
      const body = (await response.json()) as Problem
      if (body && typeof body.code === 'string') return { ...body, status: response.status }
    } catch {
      // Falls through: an answer that is not what it says it is.
    }
  }
  const code = response.status === 401 ? 'not_signed_in' : response.status === 404 ? 'not_found' : 'unexpected'
  return { type: 'about:blank', code, title: response.statusText, status: response.status }
}

async function send(method: string, path: string, body: BodyInit | undefined, headers: Headers, options: CallOptions): Promise<Response> {
  if (!headers.has('accept')) headers.set('accept', 'application/json, application/problem+json, */*')
  if (method !== 'GET' && csrf !== undefined) headers.set('x-csrf-token', csrf)
  // Whom the session acts for is asked without saying whom the page shows.
  if (shown !== undefined && path.startsWith('/client/') && !(path === '/client/acting' && method === 'GET')) headers.set('x-acting', shown)
  if (Date.now() - touched > idleAfter) headers.set('x-idle', '1')
  if (options.ifMatch !== undefined) headers.set('if-match', `"${options.ifMatch}"`)
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey)
  let response: Response
  try {
    response = await fetch(url(path, options.query), { method, headers, body, signal: options.signal, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    tell('unreachable')
    throw new ProblemError({ type: 'about:blank', code: 'network', title: 'network', status: 0 })
  }
  if (response.ok) {
    tell('reached')
    return response
  }
  const problem = await readProblem(response)
  if (response.status === 401) {
    tell('signed_out')
    if (kept && method === 'GET' && (await new Promise<boolean>((resolve) => waiting.push(resolve)))) return send(method, path, body, headers, options)
  }
  if (problem.code === 'degraded') tell('degraded')
  if (problem.reason === 'acting_ended' || problem.reason === 'acting_changed') tell('acting_over')
  throw new ProblemError(problem)
}

async function json<T>(method: string, path: string, body: unknown, options: CallOptions = {}): Promise<T> {
  const headers = new Headers()
  let payload: BodyInit | undefined
  if (body instanceof FormData) {
    payload = body // the browser writes the multipart boundary
  } else if (body !== undefined) {
    headers.set('content-type', 'application/json')
    payload = JSON.stringify(body)
  }
  const response = await send(method, path, payload, headers, options)
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as T
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** Paths are relative to /api/v1 and begin with the audience: `/staff/…`, `/client/…`. */
export const api = {
  get: <T>(path: string, options?: CallOptions) => json<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: CallOptions) => json<T>('POST', path, body, options),
  put: <T>(path: string, body: unknown, options?: CallOptions) => json<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options?: CallOptions) => json<T>('PATCH', path, body, options),
  delete: <T = void>(path: string, options?: CallOptions) => json<T>('DELETE', path, undefined, options),
  /** A file to save: CSV, PDF, an attachment. */
  async blob(path: string, options: CallOptions & { method?: 'GET' | 'POST'; body?: unknown } = {}): Promise<Blob> {
    const headers = new Headers()
    if (options.body !== undefined) headers.set('content-type', 'application/json')
    const payload = options.body === undefined ? undefined : JSON.stringify(options.body)
    const response = await send(options.method ?? 'GET', path, payload, headers, options)
    return response.blob()
  },
}
