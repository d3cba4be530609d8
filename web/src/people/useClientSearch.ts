import { useEffect, useState } from 'react'
import { api } from '../api/client'
import type { ClientSearch } from '../api/types'

/** Fewest letters of a name worth a search. */
export const fewestLetters = 2
const pauseMs = 300

/** Whether it is worth a search. An identity code is searched only when whole, so that halves leave no log lines. */
export function searchable(typed: string): boolean {
  const text = typed.trim()
  if (/^\d{1,6}$|^\d{6}[^\d.\s][0-9A-Za-z]{0,3}$/.test(text)) return false
  if (/^\d/.test(text)) return text.length > 6
  return text.replace(/[^\p{L}]/gu, '').length >= fewestLetters
}

export interface SearchState {
  result?: ClientSearch
  error?: unknown
  searching: boolean
}

/** Searches when typing pauses. What is typed goes in the body of a request and is kept nowhere. */
export function useClientSearch(typed: string, limit: number): SearchState {
  const [state, setState] = useState<SearchState>({ searching: false })
  const q = typed.trim()
  useEffect(() => {
    if (!searchable(q)) {
      setState({ searching: false })
      return
    }
    const stop = new AbortController()
    setState((before) => ({ ...before, error: undefined, searching: true }))
    const timer = setTimeout(() => {
      api
        .post<ClientSearch>('/staff/clients/search', { q, limit }, { signal: stop.signal })
        .then((result) => setState({ result, searching: false }))
        .catch((error: unknown) => {
          if (!stop.signal.aborted) setState({ error, searching: false })
        })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [q, limit])
  return state
}
