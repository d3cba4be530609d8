import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { api, onApiEvent, setCsrf } from '../api/client'
import type { SessionInfo } from '../api/types'

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

export function SessionProvider({ session, children }: { session: SessionInfo; children: ReactNode }) {
  const client = useQueryClient()
  const [unreachable, setUnreachable] = useState(false)
  const [ended, setEnded] = useState(false)
  const leaving = useRef(false)
  const before = useRef(session.audience)

  // The session went away and nobody logged out.
  useEffect(() => {
    if (before.current !== 'none' && session.audience === 'none' && !leaving.current) setEnded(true)
    before.current = session.audience
    leaving.current = false
  }, [session.audience])

  useEffect(
    () =>
      onApiEvent((event) => {
        if (event === 'unreachable') setUnreachable(true)
        if (event === 'degraded') void client.invalidateQueries({ queryKey: sessionKey })
        if (event === 'reached') setUnreachable(false)
        if (event === 'signed_out') {
          // What was on screen belongs to the session that ended.
          setCsrf(undefined)
          setEnded(true)
          client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] })
          void client.invalidateQueries({ queryKey: sessionKey })
        }
      }),
    [client],
  )

  const enter = (next: SessionInfo) => {
    setCsrf(next.csrf)
    setEnded(false)
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] })
    client.setQueryData(sessionKey, next)
  }

  const state: SessionState = {
    session,
    ended,
    degraded: session.degraded ?? (unreachable ? 'unreachable' : undefined),
    async signIn(persona) {
      const next = await api.post<SessionInfo>('/session/persona', { key: persona })
      enter(next)
      return next
    },
    async signOut() {
      leaving.current = true
      const end = await api.post<{ redirect?: string } | undefined>('/session/end')
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
  return <Context.Provider value={state}>{children}</Context.Provider>
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
