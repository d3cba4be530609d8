// What is on this device, for the screens: one state, changed here only. Every change is sealed and written at once; what is said to be on
// the device is there.
import { useSyncExternalStore } from 'react'
import { api, isProblem, newKey, ProblemError, setCsrf } from '../api/client'
import type { ClientFunctioning, ClientHeader, ClientHomeSafety, SessionInfo } from '../api/types'
import { visitOf, type Entry, type Visit } from './model'
import { destroy, keyOf, read, seal, unseal, write, writeHead, type Ended, type Head } from './sealed'
import { sendOne } from './send'
import { forgetShell, keepShell } from './shell'

/** How long what was taken along stays, in milliseconds: a long shift. */
const LIFE = 12 * 3_600_000
/** How long it stays open when nobody touches it. */
const IDLE = 15 * 60_000
/** The fewest letters of the words that open it. */
export const LEAST = 8

export interface DeviceState {
  /** Whether the device has been looked at yet. */
  known: boolean
  head?: Head
  ended?: Ended
  /** Whether the words have been said. */
  open: boolean
  visits: Visit[]
  entries: Entry[]
  /** Being written to the device. */
  writing: number
  /** The device did not take a write. */
  unkept: boolean
  /** Being sent. */
  sending?: string
  /** Why the last sending stopped: no answer, or nobody, or somebody else, is logged in. */
  stopped?: 'cut' | 'log_in' | 'unwell'
}

const NOTHING: DeviceState = { known: false, open: false, visits: [], entries: [], writing: 0, unkept: false }
let state = NOTHING
let key: CryptoKey | undefined
const listeners = new Set<() => void>()
const others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('punos-device')

function set(next: Partial<DeviceState>) {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}
export function useDevice(): DeviceState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}

const isWaiting = (entry: Entry) => entry.state !== 'saved'
const count = (entries: Entry[]) => entries.filter(isWaiting).length

/** Looks at the device again; when it is open, the rows are read too. */
async function look(): Promise<void> {
  const { head, ended, rows } = await read()
  if (head && head.until <= Date.now()) return over({ at: Date.now(), waiting: head.waiting, why: 'time' })
  if (!head) key = undefined
  const all: (Visit | Entry)[] = []
  try {
    if (key) for (const [id, row] of rows) all.push(await unseal<Visit | Entry>(key, id, row))
  } catch {
    // Begun anew in another tab, with other words.
    key = undefined
    all.length = 0
  }
  const visits = all.filter((one) => one.kind === 'visit').sort((a, b) => a.taken_at.localeCompare(b.taken_at))
  const entries = all.filter((one) => one.kind !== 'visit').sort((a, b) => a.begun_at.localeCompare(b.begun_at))
  set({ known: true, head, ended, open: key !== undefined, visits, entries })
}

/** Everything is removed by itself, and that it was is told. */
async function over(ended: Ended): Promise<void> {
  key = undefined
  await destroy(ended)
  await forgetShell()
  set({ ...NOTHING, known: true, ended })
  others?.postMessage('changed')
}

let started = false
/** Looks at what is on the device, and from then on keeps its time. */
export function startDevice(): Promise<void> {
  if (started) return Promise.resolve()
  started = true
  others?.addEventListener('message', () => void inLine(look))
  let touched = Date.now()
  for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, () => (touched = Date.now()), { passive: true, capture: true })
  setInterval(() => {
    if (state.head && state.head.until <= Date.now()) void over({ at: Date.now(), waiting: state.head.waiting, why: 'time' })
    else if (state.open && Date.now() - touched > IDLE) lock()
  }, 20_000)
  window.addEventListener('online', () => void send())
  return look().catch(() => set({ known: true }))
}

/** The words are said: false when they are others. */
export async function unlock(words: string): Promise<boolean> {
  const { head } = await read()
  if (!head) return false
  const tried = await keyOf(words, head.salt)
  try {
    await unseal(tried, 'proof', head.proof)
  } catch {
    return false
  }
  key = tried
  await look()
  return true
}

/** The key is dropped; what is captured stays sealed. */
export function lock() {
  key = undefined
  set({ open: false, visits: [], entries: [], stopped: undefined })
}

/** Takes one client's visit along: fetched with the rights of now, sealed, and the application's files with it. `words`: when it is not open. */
export async function takeAlong(owner: string, client: string, words: string | undefined): Promise<'taken' | 'wrong_words'> {
  const { head } = await read()
  if (head && !key && !(await unlock(words ?? ''))) return 'wrong_words'
  const path = `/staff/clients/${encodeURIComponent(client)}`
  const [header, functioning, safety] = await Promise.all([
    api.get<ClientHeader>(path),
    api.get<ClientFunctioning>(`${path}/functioning/visit`),
    api.get<ClientHomeSafety>(`${path}/home-safety`),
  ])
  await keepShell()
  const visit = visitOf(header, functioning, safety, new Date().toISOString(), newKey())
  if (!head) {
    const salt = crypto.getRandomValues(new Uint8Array(16))
    key = await keyOf(words ?? '', salt)
    await destroy()
    await writeHead({ owner, until: Date.now() + LIFE, salt, proof: await seal(key, 'proof', 'punos'), waiting: 0 })
  }
  if (!key) return 'wrong_words'
  await write({ [visit.id]: await seal(key, visit.id, visit) })
  await look()
  others?.postMessage('changed')
  return 'taken'
}

let line: Promise<unknown> = Promise.resolve()
/** Writes go one after another, so that the last change is what stays. */
function inLine<T>(work: () => Promise<T>): Promise<T> {
  const next = line.then(work, work)
  line = next.catch(() => undefined)
  return next
}

async function commit(entries: Entry[], changed: Entry | undefined, gone: string[] = []): Promise<void> {
  const visits = state.visits.filter(({ id }) => !gone.includes(id))
  set({ entries, visits, writing: state.writing + 1 })
  try {
    await inLine(async () => {
      if (!key || !state.head) throw new Error('the device is locked')
      const head = { ...state.head, waiting: count(state.entries) }
      await writeHead(head, changed ? { [changed.id]: await seal(key, changed.id, changed) } : {}, gone)
      set({ head, unkept: false })
      others?.postMessage('changed')
    })
  } catch (error) {
    set({ unkept: true })
    throw error
  } finally {
    set({ writing: state.writing - 1 })
  }
}

/** Keeps an entry as it is now. */
export function put(entry: Entry): Promise<void> {
  const there = state.entries.some(({ id }) => id === entry.id)
  return commit(there ? state.entries.map((one) => (one.id === entry.id ? entry : one)) : [...state.entries, entry], entry)
}

/** Keeps what is being written; that the device did not take it is told by the state. */
export const capture = (entry: Entry) => void put(entry).catch(() => undefined)

export const remove = (id: string) => commit(state.entries.filter((one) => one.id !== id), undefined, [id])

/** Removes a visit and all that was captured on it. */
export async function removeVisit(id: string): Promise<void> {
  const own = state.entries.filter(({ visit }) => visit === id).map((one) => one.id)
  await commit(state.entries.filter(({ visit }) => visit !== id), undefined, [id, ...own])
  if (state.visits.length === 0) await forget()
}

/** Forgets everything on this device. */
export async function forget(): Promise<void> {
  key = undefined
  await inLine(() => destroy())
  await forgetShell()
  set({ ...NOTHING, known: true })
  others?.postMessage('changed')
}

/** Told once that something was removed. */
export async function heard(): Promise<void> {
  await destroy()
  await look()
}

/** Somebody is logged in here. What another took along does not stay. */
export async function belongsTo(subject: string | undefined): Promise<void> {
  await startDevice()
  const { head } = await read()
  if (subject && head && head.owner !== subject) await over({ at: Date.now(), waiting: head.waiting, why: 'other' })
}

/** Sends what is ready, one by one, when the one who took them along is logged in. */
export async function send(): Promise<void> {
  if (!key || !state.head || state.sending !== undefined) return
  if (!state.entries.some((one) => one.state === 'ready')) return
  set({ sending: '', stopped: undefined })
  const work = async () => {
    const me = state.head?.owner
    const session = await api.get<SessionInfo>('/session')
    if (me === undefined || session.professional?.id !== me) return set({ stopped: 'log_in' })
    setCsrf(session.csrf)
    // Another tab may have sent meanwhile.
    await inLine(look)
    for (const { id } of state.entries.filter((one) => one.state === 'ready')) {
      const entry = state.entries.find((one) => one.id === id)
      const visit = state.visits.find((one) => one.id === entry?.visit)
      if (!entry || !visit) continue
      set({ sending: id })
      await put(await outcome(entry, visit, me))
    }
  }
  try {
    await (navigator.locks ? navigator.locks.request('punos-device-send', work) : work())
  } catch (error) {
    set({ stopped: isProblem(error, 'network') ? 'cut' : isProblem(error, 'not_signed_in') ? 'log_in' : 'unwell' })
  } finally {
    set({ sending: undefined })
  }
}

/** What became of one; without an answer that settles it, it goes on waiting and the sending stops. */
async function outcome(entry: Entry, visit: Visit, me: string): Promise<Entry> {
  try {
    return await sendOne({ ...entry, problem: undefined }, visit, me, put)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { status, code } = error.problem
    if (status === 0 || status === 401 || status >= 500 || code === 'in_flight' || code === 'degraded' || code === 'csrf' || status === 429) throw error
    // As it is now: what went through before the refusal is not sent again.
    const now = state.entries.find(({ id }) => id === entry.id) ?? entry
    return { ...now, ...(now.kind === 'measure' ? { tried: undefined } : {}), state: 'refused', problem: error.problem }
  }
}
