import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { ClientMatter, ClientOverview, Message, OwnAppointment, OwnNotices } from '../api/types'
import { listOf } from '../client/queries'

export const myKeys = {
  overview: ['my', 'overview'] as const,
  appointments: ['my', 'appointments'] as const,
  notices: ['my', 'notices'] as const,
  matter: (id: string) => ['my', 'matter', id] as const,
  messages: (id: string) => ['my', 'matter', id, 'messages'] as const,
}

// The client's pages have no live stream: coming back to the page asks again.
export function useOverview(enabled = true) {
  return useQuery({ queryKey: myKeys.overview, queryFn: ({ signal }) => api.get<ClientOverview>('/client/overview', { signal }), enabled, staleTime: 15_000 })
}

export function useMyMatter(id: string) {
  return useQuery({ queryKey: myKeys.matter(id), queryFn: ({ signal }) => api.get<ClientMatter>(`/client/matters/${encodeURIComponent(id)}`, { signal }), staleTime: 15_000 })
}

export function useMyMessages(id: string) {
  return useQuery({
    queryKey: myKeys.messages(id),
    queryFn: ({ signal }) => api.get<Message[] | { items: Message[] }>(`/client/matters/${encodeURIComponent(id)}/messages`, { signal }).then(listOf),
    staleTime: 5_000,
    refetchInterval: 60_000,
  })
}

export function useMyAppointments() {
  return useQuery({ queryKey: myKeys.appointments, queryFn: ({ signal }) => api.get<OwnAppointment[]>('/client/appointments', { signal }), staleTime: 15_000 })
}

export function useMyNotices() {
  return useQuery({ queryKey: myKeys.notices, queryFn: ({ signal }) => api.get<OwnNotices>('/client/notices', { signal }), staleTime: 15_000, refetchOnWindowFocus: false })
}
