import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { ClientHeader, ClientPeople, Customership, Ground, Household, ItemView, Organisation, Summary } from '../api/types'

export const clientKeys = {
  header: (id: string) => ['client', id, 'header'] as const,
  summary: (id: string) => ['client', id, 'summary'] as const,
  people: (id: string) => ['client', id, 'people'] as const,
  household: (id: string) => ['client', id, 'household'] as const,
  customerships: (id: string) => ['client', id, 'customerships'] as const,
  item: (id: string, kind: string, item: string) => ['client', id, 'item', kind, item] as const,
  all: (id: string) => ['client', id] as const,
}

const path = (id: string, rest = '') => `/staff/clients/${encodeURIComponent(id)}${rest}`
export const clientPath = path

// Every fetch of these is a logged look, so nothing is fetched again merely because a window came to the front.
const look = { refetchOnWindowFocus: false, staleTime: 30_000 } as const

export function useHeader(id: string) {
  return useQuery({ queryKey: clientKeys.header(id), queryFn: ({ signal }) => api.get<ClientHeader>(path(id), { signal }), ...look })
}

export function useSummary(id: string) {
  return useQuery({ queryKey: clientKeys.summary(id), queryFn: ({ signal }) => api.get<Summary>(path(id, '/summary'), { signal }), ...look })
}

export function usePeople(id: string) {
  return useQuery({ queryKey: clientKeys.people(id), queryFn: ({ signal }) => api.get<ClientPeople>(path(id, '/people'), { signal }), ...look })
}

export function useHousehold(id: string) {
  return useQuery({ queryKey: clientKeys.household(id), queryFn: ({ signal }) => api.get<Household>(path(id, '/household'), { signal }), ...look })
}

export function useCustomerships(id: string, enabled = true) {
  return useQuery({
    queryKey: clientKeys.customerships(id),
    queryFn: ({ signal }) => api.get<Customership[] | { items: Customership[] }>(path(id, '/customerships'), { signal }).then(listOf),
    enabled,
    ...look,
  })
}

export function useItem(id: string, kind: string, item: string) {
  return useQuery({
    queryKey: clientKeys.item(id, kind, item),
    queryFn: ({ signal }) => api.get<ItemView>(path(id, `/items/${encodeURIComponent(kind)}/${encodeURIComponent(item)}`), { signal }),
    ...look,
  })
}

export function useGrounds(enabled: boolean) {
  return useQuery({ queryKey: ['grounds'], queryFn: () => api.get<Ground[] | { items: Ground[] }>('/staff/grounds').then(listOf), enabled, staleTime: Infinity })
}

export function useOrganisation(enabled = true) {
  return useQuery({ queryKey: ['organisation'], queryFn: () => api.get<Organisation>('/staff/organisation'), enabled, staleTime: 300_000 })
}

/** A list may come bare or as a page; both read the same here. */
export function listOf<T>(answer: T[] | { items: T[] }): T[] {
  return Array.isArray(answer) ? answer : answer.items
}
