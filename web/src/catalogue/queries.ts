import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { CatalogueChange, CatalogueView, GovernanceLevel, KeptCount, LevelProposal } from '../api/types'

export function useCatalogue() {
  return useQuery({ queryKey: ['catalogue'], queryFn: ({ signal }) => api.get<CatalogueView>('/staff/catalogue', { signal }) })
}

export function useProposal(yes: readonly GovernanceLevel[]) {
  return useQuery({
    queryKey: ['catalogue', 'proposal', ...yes],
    queryFn: ({ signal }) => api.get<LevelProposal>('/staff/catalogue/proposal', { signal, query: { yes: yes.join(',') } }),
    enabled: yes.length > 0,
    placeholderData: (before) => before,
  })
}

export function useChange(row: number, group: string, level: GovernanceLevel) {
  return useQuery({
    queryKey: ['catalogue', row, 'change', group, level],
    queryFn: ({ signal }) => api.get<CatalogueChange>(`/staff/catalogue/${row}/change`, { signal, query: { group, level } }),
    placeholderData: (before) => before,
  })
}

/** Counting reads whole tables: only when it is asked for. */
export function useCount(row: number, asked: boolean) {
  return useQuery({
    queryKey: ['catalogue', row, 'count'],
    queryFn: ({ signal }) => api.get<KeptCount[]>(`/staff/catalogue/${row}/count`, { signal }),
    enabled: asked,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
}
