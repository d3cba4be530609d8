import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../api/client'
import type { Desk, DeskQuery } from '../api/types'
import { useLive } from '../app/live'

/** What is asked of the desk, kept in the address: ids and codes only. What is typed in the queue's search never goes there. */
export type Filter = Omit<DeskQuery, 'cursor' | 'limit'>

const keys = ['view', 'team_id', 'lane', 'situation', 'service_task', 'due', 'handler_id', 'unassigned', 'sort', 'order'] as const
const usual: Record<string, unknown> = { sort: 'due', order: 'asc' }
/** The filters that narrow what is seen, as opposed to whose queue it is and in what order. */
export const narrowing = ['lane', 'situation', 'service_task', 'due', 'handler_id', 'unassigned'] as const

export function readFilter(params: URLSearchParams): Filter {
  const found: Record<string, unknown> = { view: 'team' }
  for (const key of keys) {
    const value = params.get(key)
    if (value) found[key] = key === 'unassigned' ? value === 'true' : value
  }
  return found as unknown as Filter
}

export function writeFilter(filter: Record<string, unknown>): URLSearchParams {
  const params = new URLSearchParams()
  for (const key of keys) {
    const value = filter[key]
    // What is so unless told otherwise is left out, so that the same view always has the same address.
    if (value === undefined || value === null || value === '' || value === false || usual[key] === value) continue
    params.set(key, String(value))
  }
  return params
}

/** The address of a saved view: what it shows, and which view it is. */
export function viewAddress(view: { id: string; filter: Record<string, unknown> }): URLSearchParams {
  const params = writeFilter({ view: 'team', ...view.filter })
  params.set('v', view.id)
  return params
}

export function useFilter() {
  const [params, setParams] = useSearchParams()
  const filter = useMemo(() => readFilter(params), [params])
  const viewId = params.get('v') ?? undefined
  const change = useCallback(
    (next: Partial<Filter>) =>
      setParams(
        (now) => {
          const made = writeFilter({ ...readFilter(now), ...next })
          // One goes on looking at the same view, changed.
          const view = now.get('v')
          if (view) made.set('v', view)
          return made
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  )
  return { filter, change, viewId, bare: params.size === 0, go: setParams }
}

/** Most cards of one lane that the node gives at once. */
export const mostCards = 200

export function useDesk(filter: Filter, q: string, limit: number) {
  const { connected } = useLive()
  const asked = { ...filter, limit }
  return useQuery({
    queryKey: ['desk', asked, q],
    queryFn: ({ signal }) =>
      q === '' ? api.get<Desk>('/staff/desk', { query: asked, signal }) : api.post<Desk>('/staff/desk/search', { ...asked, q }, { signal }),
    placeholderData: keepPreviousData,
    // The live stream says when something changes; without it the desk asks for itself.
    refetchInterval: connected ? false : 30_000,
  })
}

export function countNarrowing(filter: Filter): number {
  return narrowing.filter((key) => filter[key] !== undefined && filter[key] !== false).length
}
