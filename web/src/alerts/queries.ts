import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { RaisedAlert, AlertList, AlertOutcome, AlertQuery, AlertUse, OwnAlert } from '../api/types'

const key = ['alerts'] as const

/** Alerts on one's desks, a page at a time. By POST: what is typed may be a name. */
export function useAlerts(asked: AlertQuery) {
  return useInfiniteQuery({
    queryKey: [...key, asked],
    queryFn: ({ pageParam }) => api.post<AlertList>('/staff/alerts/search', { ...asked, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  })
}

/** How many wait for somebody. */
export function useAlertCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.post<AlertList>('/staff/alerts/search', { which: 'waiting' }), staleTime: 60_000 })
}

/** What is open of one client. */
export function useClientAlerts(client: string, enabled: boolean) {
  return useQuery({ queryKey: [...key, 'client', client], queryFn: ({ signal }) => api.get<RaisedAlert[]>(`/staff/clients/${client}/alerts`, { signal }), enabled, staleTime: 30_000 })
}

/** What is open of oneself. */
export function useOwnAlerts(enabled: boolean) {
  return useQuery({ queryKey: ['my', 'alerts'], queryFn: ({ signal }) => api.get<OwnAlert[]>('/client/alerts', { signal }), enabled, staleTime: 30_000 })
}

/** What is done of one: the step's name and what is said with it. */
export type AlertStep =
  | { step: 'take' | 'release' }
  | { step: 'snooze'; until: string }
  | { step: 'close'; outcome: AlertOutcome; words?: string; matter_id?: string; useful: AlertUse }

export function useAlertStep() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ alert, step, ...body }: AlertStep & { alert: RaisedAlert }) =>
      api.post(`/staff/clients/${alert.client?.id ?? ''}/alerts/${alert.id}/${step}`, body, { ifMatch: alert.version }),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
}
