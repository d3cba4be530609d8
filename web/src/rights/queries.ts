import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { ClientRights, OwnCopy, OwnRights, OwnThing, Restriction, RightsRequest, RightsRequests } from '../api/types'
import type { Language } from '../i18n'

const ownKey = ['my', 'rights'] as const
const staffKey = ['team', 'rights'] as const
const clientKey = (client: string) => ['client', client, 'rights'] as const

/** While a copy is being made the page asks how far it is. */
const often = (copies: OwnCopy[] | undefined) => (copies?.some(({ state }) => state === 'making') ? 1_500 : false)

export function useOwnRights() {
  return useQuery({
    queryKey: ownKey,
    queryFn: ({ signal }) => api.get<OwnRights>('/client/rights', { signal }),
    refetchInterval: (query) => often(query.state.data?.copies),
  })
}

export function useAskCopy() {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (language: Language) => api.post('/client/rights/copies', { language }, { idempotencyKey: key.current }),
    onSettled: () => {
      key.current = newKey()
      void queries.invalidateQueries({ queryKey: ownKey })
    },
  })
}

export function useThings(kind: string, language: Language) {
  return useQuery({
    queryKey: ['my', 'things', kind, language],
    queryFn: ({ signal }) => api.get<OwnThing[]>('/client/rights/things', { query: { kind, lang: language }, signal }),
    enabled: kind !== '' && kind !== 'other',
    staleTime: 60_000,
  })
}

export interface Correction {
  object_kind: string
  object_id?: string
  wrong: string
  correct: string
}

export function useCorrect() {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (correction: Correction) => api.post('/client/rights/corrections', correction, { idempotencyKey: key.current }),
    onError: () => {
      key.current = newKey()
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ownKey }),
  })
}

export function useSeen() {
  const queries = useQueryClient()
  return useMutation({ mutationFn: () => api.post('/client/rights/seen', {}), onSuccess: () => void queries.invalidateQueries({ queryKey: ['my', 'overview'] }) })
}

// ---- staff
export interface Wanted {
  kind: string
  state: string
  overdue: boolean
  q: string
}

export function useRequests(wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: [...staffKey, wanted],
    queryFn: ({ pageParam }) =>
      api.post<RightsRequests>('/staff/rights/search', {
        kind: wanted.kind || undefined,
        state: wanted.state,
        overdue: wanted.overdue,
        q: wanted.q || undefined,
        after: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchOnWindowFocus: false,
  })
}

/** How many wait. */
export function useRightsCount() {
  return useQuery({ queryKey: [...staffKey, 'count'], queryFn: () => api.post<RightsRequests>('/staff/rights/search', {}), staleTime: 30_000 })
}

export function useRequest(id: string) {
  return useQuery({ queryKey: [...staffKey, 'one', id], queryFn: ({ signal }) => api.get<RightsRequest>(`/staff/rights/${encodeURIComponent(id)}`, { signal }) })
}

/** A change of a request or of its restriction; everything of the list is asked for again. */
function useChange<T>(change: (input: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => void queries.invalidateQueries({ queryKey: staffKey }) })
}

export const useAnswer = () =>
  useChange(({ request, outcome, answer }: { request: RightsRequest; outcome: string; answer: string }) =>
    api.post(`/staff/rights/${request.id}/answer`, { outcome, answer }, { ifMatch: request.version }),
  )
export const useExtend = () =>
  useChange(({ request, reason }: { request: RightsRequest; reason: string }) => api.post(`/staff/rights/${request.id}/extend`, { reason }, { ifMatch: request.version }))
export const useRestrict = () =>
  useChange(({ request, ground, why, whole }: { request: RightsRequest; ground: string; why: string; whole: boolean }) =>
    api.post(`/staff/rights/${request.id}/restrictions`, { ground, why, whole }, { idempotencyKey: newKey() }),
  )
export const useInform = () =>
  useChange(({ restriction, reason }: { restriction: Restriction; reason: string }) =>
    api.post(`/staff/rights/restrictions/${restriction.id}/inform`, { reason }, { ifMatch: restriction.version }),
  )
export const useLift = () =>
  useChange((restriction: Restriction) => api.post(`/staff/rights/restrictions/${restriction.id}/lift`, {}, { ifMatch: restriction.version }))

export function useClientRights(client: string) {
  return useQuery({
    queryKey: clientKey(client),
    queryFn: ({ signal }) => api.get<ClientRights>(`/staff/clients/${encodeURIComponent(client)}/rights`, { signal }),
    refetchInterval: (query) => often(query.state.data?.copies),
    staleTime: 15_000,
  })
}

export interface CopyForClient {
  language: Language
  channel: string
  identity_checked: string
  reason: string
}

export function useCopyFor(client: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (copy: CopyForClient) => api.post(`/staff/clients/${encodeURIComponent(client)}/rights/copies`, copy, { idempotencyKey: newKey() }),
    onSettled: () => void queries.invalidateQueries({ queryKey: clientKey(client) }),
  })
}
