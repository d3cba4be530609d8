import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { url } from '../api/client'
import type { LiveEvent } from '../api/types'
import { sessionKey } from './session'

interface LiveState {
  connected: boolean
}
const Context = createContext<LiveState>({ connected: false })
export const useLive = () => useContext(Context)

/** Events name things only by id; what is on screen about them is asked for again, with the viewer's rights. */
export function refreshFor(client: QueryClient, event: LiveEvent) {
  const stale = (queryKey: readonly unknown[]) => void client.invalidateQueries({ queryKey })
  if (event.matter_id) {
    stale(['matter', event.matter_id])
    stale(['desk'])
    stale(['lobby'])
    stale(['day'])
    stale(['queues'])
  }
  if (event.client_id) {
    stale(['client', event.client_id])
    stale(['supply', 'client', event.client_id])
  }
  // What was asked, passed on and found of looks: each sees it in their own list.
  if (event.kind.startsWith('watch.review.') || event.kind.startsWith('people.opening.')) for (const room of ['protection', 'team', 'watch']) stale([room])
  if (!event.matter_id && event.team_id) {
    stale(['desk'])
    stale(['team'])
    stale(['day'])
    stale(['alerts'])
    stale(['safety-risks'])
    stale(['requests'])
    stale(['consultations'])
    stale(['templates'])
    stale(['supply'])
  }
}

const lockName = 'punos-live'

/**
 * One stream per browser: the tab that holds the lock listens and tells the others.
 * When that tab closes, the lock, and the listening, passes to the next.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [connected, setConnected] = useState(false)

  useEffect(() => {
    const channel = new BroadcastChannel(lockName)
    let over = false
    const begun = Date.now()
    const post = (message: { event?: LiveEvent; connected?: boolean; hello?: true }) => {
      if (!over) channel.postMessage(message)
    }
    let pending = new Map<string, LiveEvent>()
    let timer: ReturnType<typeof setTimeout> | undefined
    let again: ReturnType<typeof setTimeout> | undefined
    const take = (event: LiveEvent) => {
      // A burst of events is one refresh.
      pending.set(`${event.kind}|${event.matter_id}|${event.client_id}|${event.team_id}`, event)
      timer ??= setTimeout(() => {
        timer = undefined
        const batch = pending
        pending = new Map()
        for (const one of batch.values()) refreshFor(client, one)
      }, 250)
    }
    channel.onmessage = (message: MessageEvent<{ event?: LiveEvent; connected?: boolean; hello?: true }>) => {
      if (message.data.event) take(message.data.event)
      if (message.data.connected !== undefined) setConnected(message.data.connected)
      if (message.data.hello && source) post({ connected: source.readyState === EventSource.OPEN })
    }

    let source: EventSource | undefined
    const stop = new AbortController()
    const listen = () =>
      new Promise<void>((release) => {
        if (over) return release()
        const state = (open: boolean) => {
          if (!over) setConnected(open)
          post({ connected: open })
        }
        const open = () => {
          source = new EventSource(url('/staff/live'))
          source.onopen = () => {
            state(true)
            // Listening begins anew after a pause or in another tab's place: something may have gone by unheard.
            if (Date.now() - begun > 5_000) for (const room of ['desk', 'lobby', 'team']) void client.invalidateQueries({ queryKey: [room] })
          }
          source.onerror = () => {
            state(false)
            // The browser tries again by itself unless it was refused: the session may have ended, or the node be starting.
            if (source?.readyState !== EventSource.CLOSED || over) return
            void client.invalidateQueries({ queryKey: sessionKey })
            again = setTimeout(open, 10_000)
          }
          source.onmessage = receive
        }
        const receive = (message: MessageEvent<string>) => {
          try {
            const event = JSON.parse(message.data) as LiveEvent
            take(event)
            post({ event })
          } catch {
            // A keep-alive or a line of a newer version: nothing to refresh.
          }
        }
        open()
        stop.signal.addEventListener('abort', () => {
          source?.close()
          source = undefined
          release()
        })
      })
    if (navigator.locks) {
      navigator.locks.request(lockName, { signal: stop.signal }, listen).catch(() => {
        // Aborted while waiting for the lock: this tab never listened.
      })
    } else {
      void listen()
    }
    post({ hello: true })
    return () => {
      over = true
      stop.abort()
      clearTimeout(timer)
      clearTimeout(again)
      channel.close()
    }
  }, [client])

  return <Context.Provider value={{ connected }}>{children}</Context.Provider>
}
