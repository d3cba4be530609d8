import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { api, keepPage, onApiEvent, setCsrf, wake } from '../api/client'
import type { SessionInfo } from '../api/types'
import { belongsTo, forget as forgetDevice, lock as lockDevice } from '../device/device'
import { HeldSession } from './HeldSession'
import { Place } from './Place'

interface SessionState {
  session: SessionInfo
  /** Set when answers fail although the session said all was well. */
  degraded: SessionInfo['degraded']
  /** The session ended by itself, not by logging out. */
  ended: boolean
  signIn: (persona: string) => Promise<SessionInfo>
  signOut: () => Promise<void>
  refresh: () => Promise<void>
}

const Context = createContext<SessionState | null>(null)
export const sessionKey = ['session'] as const

export function useSessionQuery() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async () => {
      const session = await api.get<SessionInfo>('/session')
      setCsrf(session.csrf)
      return session
    },
    staleTime: Infinity,
    // While the node is unwell, ask now and then whether it has recovered.
    refetchInterval: (query) => (query.state.data?.degraded ? 15_000 : false),
  })
}

/** Who a session is of; nobody's is `undefined`. */
const subjectOf = (session: SessionInfo) => session.professional?.id ?? session.client?.id

/** How long a page waits for its person to log in again, in milliseconds. */
const HOLD = 30 * 60_000
/** Logging out in one tab is heard in the others, so that none of them keeps a page. */
const doors = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('punos-session')

export function SessionProvider({ session, children }: { session: SessionInfo; children: ReactNode }) {
  const client = useQueryClient()
  const [unreachable, setUnreachable] = useState(false)
  const [ended, setEnded] = useState(false)
  /** The last session of somebody; forgotten when they log out or leave. */
  const last = useRef<SessionInfo | undefined>(undefined)
  const focused = useRef<Element | null>(null)
  const [, redraw] = useState(0)
  // Somebody else has logged in in this browser: nothing of the one before stays in this tab.
  const another = session.audience !== 'none' && last.current !== undefined && subjectOf(last.current) !== subjectOf(session)
  if (session.audience !== 'none' && !another) last.current = session
  const held = session.audience === 'none' ? last.current : undefined
  useEffect(() => {
    if (another) window.location.assign('/')
  }, [another])
  // What another took along on this device does not stay.
  const subject = session.audience === 'none' ? undefined : subjectOf(session)
  useEffect(() => void belongsTo(subject).catch(() => undefined), [subject])
  // The same one is back, by whichever tab: what waited goes on.
  useEffect(() => {
    if (session.audience === 'none' || another) return
    keepPage(true)
    wake(true)
  }, [session, another])

  const forget = useCallback(
    (byItself: boolean) => {
      last.current = undefined
      keepPage(false)
      lockDevice()
      setEnded(byItself)
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] })
      redraw((n) => n + 1)
    },
    [client],
  )

  useEffect(
    () =>
      onApiEvent((event) => {
        if (event === 'unreachable') setUnreachable(true)
        if (event === 'degraded') void client.invalidateQueries({ queryKey: sessionKey })
        if (event === 'reached') setUnreachable(false)
        if (event === 'signed_out') {
          setCsrf(undefined)
          void client.invalidateQueries({ queryKey: sessionKey })
        }
      }),
    [client],
  )
  useEffect(() => {
    if (!doors) return
    doors.onmessage = () => {
      client.setQueryData<SessionInfo>(sessionKey, (was) => was && { ...was, audience: 'none', professional: undefined, client: undefined, csrf: undefined })
      forget(false)
      void client.invalidateQueries({ queryKey: sessionKey })
    }
    return () => {
      doors.onmessage = null
    }
  }, [client, forget])

  // Where one was writing, to go back to.
  useEffect(() => {
    const note = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.closest('[data-held]') === null) focused.current = event.target
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  const waits = held !== undefined
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(() => forget(true), HOLD)
    return () => {
      clearTimeout(timer)
      if (focused.current instanceof HTMLElement && focused.current.isConnected) focused.current.focus()
    }
  }, [waits, forget])

  const enter = (next: SessionInfo) => {
    setCsrf(next.csrf)
    setEnded(false)
    const others = { predicate: (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== sessionKey[0] }
    if (next.audience === 'none') last.current = undefined
    if (held === undefined) client.removeQueries(others)
    client.setQueryData(sessionKey, next)
    if (held !== undefined) void client.invalidateQueries(others)
  }

  const state: SessionState = {
    session: held ?? session,
    ended,
    degraded: session.degraded ?? (unreachable ? 'unreachable' : undefined),
    async signIn(persona) {
      const next = await api.post<SessionInfo>('/session/persona', { key: persona })
      enter(next)
      return next
    },
    async signOut() {
      const end = await api.post<{ redirect?: string } | undefined>('/session/end')
      last.current = undefined
      keepPage(false)
      doors?.postMessage('out')
      await forgetDevice()
      if (end?.redirect) {
        window.location.assign(end.redirect)
        return
      }
      const next = await api.get<SessionInfo>('/session')
      enter(next)
    },
    async refresh() {
      await client.invalidateQueries({ queryKey: sessionKey })
    },
  }
  return (
    <Context.Provider value={state}>
      <Place shown={held === undefined}>{another ? null : children}</Place>
      {held && (
        <div data-held>
          <HeldSession whose={held} now={session} onPersona={state.signIn} onLook={state.refresh} onLeave={() => forget(true)} />
        </div>
      )}
    </Context.Provider>
  )
}

export function useSession(): SessionState {
  const state = useContext(Context)
  if (state === null) throw new Error('useSession outside SessionProvider')
  return state
}

/** The signed-in professional; only for screens under the staff shell. */
export function useProfessional() {
  const { session } = useSession()
  if (!session.professional) throw new Error('no professional in this session')
  return session.professional
}
