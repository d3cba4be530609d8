import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { Attachment, ConsultForm, ConsultList, ConsultQuery, Consultation, NewConsultation, NewConsultStep, OwnConsultation } from '../api/types'

const key = ['consultations'] as const
const of = (client: string, rest = '') => `/staff/clients/${encodeURIComponent(client)}/consultations${rest}`

/** One's teams' consultations, a page at a time. By POST: what is typed may be a name. */
export function useConsultations(asked: ConsultQuery) {
  return useInfiniteQuery({
    queryKey: [...key, asked],
    queryFn: ({ pageParam }) => api.post<ConsultList>('/staff/consultations/search', { ...asked, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  })
}

/** How many wait for one's own teams, on either side. */
export function useConsultCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.post<ConsultList>('/staff/consultations/search', { side: 'specialist', which: 'ours' }), staleTime: 60_000 })
}

export function useConsultForm() {
  return useQuery({ queryKey: [...key, 'form'], queryFn: ({ signal }) => api.get<ConsultForm>('/staff/consultations/form', { signal }), staleTime: 300_000 })
}

export function useClientConsultations(client: string) {
  return useQuery({ queryKey: [...key, 'client', client], queryFn: ({ signal }) => api.get<Consultation[]>(of(client), { signal }), staleTime: 15_000 })
}

export function useConsultation(client: string, id: string) {
  return useQuery({ queryKey: [...key, 'client', client, id], queryFn: ({ signal }) => api.get<Consultation>(of(client, `/${encodeURIComponent(id)}`), { signal }), staleTime: 5_000 })
}

/** Files of the matter that can be shown to the thread. */
export function useMatterFiles(matter: string) {
  return useQuery({
    queryKey: ['matter', matter, 'attachments', 'consultation'],
    queryFn: ({ signal }) => api.get<Attachment[]>(`/staff/matters/${encodeURIComponent(matter)}/attachments`, { signal }),
    enabled: matter !== '',
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })
}

/** Asks; a retry of the same makes no second one. */
export function useAsk(client: string) {
  const queries = useQueryClient()
  const sending = useRef(newKey())
  return useMutation({
    mutationFn: (body: NewConsultation) => api.post<{ id: string }>(of(client), body, { idempotencyKey: sending.current }),
    onSuccess: () => {
      sending.current = newKey()
      return queries.invalidateQueries({ queryKey: key })
    },
  })
}

export function useConsultStep(client: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ one, ...body }: NewConsultStep & { one: Consultation }) => api.post(of(client, `/${one.id}/step`), body, { ifMatch: one.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}

export function useOwnConsultations() {
  return useQuery({ queryKey: ['my', 'consultations'], queryFn: ({ signal }) => api.get<OwnConsultation[]>('/client/consultations', { signal }), staleTime: 15_000 })
}

export function useWriteOwn(id: string) {
  const queries = useQueryClient()
  const sending = useRef(newKey())
  return useMutation({
    mutationFn: (words: string) => api.post(`/client/consultations/${encodeURIComponent(id)}/messages`, { words }, { idempotencyKey: sending.current }),
    onSuccess: () => {
      sending.current = newKey()
      return queries.invalidateQueries({ queryKey: ['my', 'consultations'] })
    },
  })
}
