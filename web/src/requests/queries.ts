import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { Covered, NewCoverChoice, NewRequestStep, NewServiceRequest, OwnRequest, RequestForm, RequestList, RequestQuery, ServiceRequest, Starting } from '../api/types'

const key = ['requests'] as const
const of = (client: string, rest = '') => `/staff/clients/${encodeURIComponent(client)}/requests${rest}`

/** One's teams' requests, a page at a time. By POST: what is typed may be a name. */
export function useRequests(asked: RequestQuery) {
  return useInfiniteQuery({
    queryKey: [...key, asked],
    queryFn: ({ pageParam }) => api.post<RequestList>('/staff/requests/search', { ...asked, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  })
}

/** How many wait for one's own teams, on either side. */
export function useRequestCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.post<RequestList>('/staff/requests/search', { side: 'receiver', which: 'ours' }), staleTime: 60_000 })
}

export function useRequestForm() {
  return useQuery({ queryKey: [...key, 'form'], queryFn: ({ signal }) => api.get<RequestForm>('/staff/requests/form', { signal }), staleTime: 300_000 })
}

export function useClientRequests(client: string) {
  return useQuery({ queryKey: [...key, 'client', client], queryFn: ({ signal }) => api.get<ServiceRequest[]>(of(client), { signal }), staleTime: 15_000 })
}

export function useServiceRequest(client: string, id: string) {
  return useQuery({ queryKey: [...key, 'client', client, id], queryFn: ({ signal }) => api.get<ServiceRequest>(of(client, `/${encodeURIComponent(id)}`), { signal }), staleTime: 5_000 })
}

export function useOwnServiceRequests(enabled: boolean) {
  return useQuery({ queryKey: ['my', 'requests'], queryFn: ({ signal }) => api.get<OwnRequest[]>('/client/requests', { signal }), enabled, staleTime: 30_000 })
}

/** Sends one; a retry of the same makes no second one. */
export function useMakeRequest(client: string) {
  const queries = useQueryClient()
  const sending = useRef(newKey())
  return useMutation({
    mutationFn: (body: NewServiceRequest) => api.post<{ id: string }>(of(client), body, { idempotencyKey: sending.current }),
    onSuccess: () => {
      sending.current = newKey()
      return queries.invalidateQueries({ queryKey: key })
    },
  })
}

export function useRequestStep() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ request, ...body }: NewRequestStep & { request: ServiceRequest }) =>
      api.post(of(request.client?.id ?? '', `/${request.id}/step`), body, { ifMatch: request.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}

/** What covers it already; asked when there is something to ask of. */
export function useCovered(client: string, starting: Starting, code: string) {
  return useQuery({
    queryKey: [...key, 'covered', client, starting, code],
    queryFn: () => api.post<Covered>(`/staff/clients/${encodeURIComponent(client)}/covered/search`, { starting, code }),
    enabled: code !== '',
    staleTime: 15_000,
  })
}

export function useCoverChoice(client: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewCoverChoice) => api.post(`/staff/clients/${encodeURIComponent(client)}/covered`, body),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}
