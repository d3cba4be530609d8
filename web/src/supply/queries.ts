import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { NewSupplyHandled, SupplyCounty, SupplyDeviation, SupplyList, SupplyQuery } from '../api/types'

const key = ['supply'] as const
const of = (client: string) => `/staff/clients/${encodeURIComponent(client)}/supply`

/** Where one client's plans and what there is go apart. */
export function useClientSupply(client: string) {
  return useQuery({ queryKey: [...key, 'client', client], queryFn: ({ signal }) => api.get<SupplyDeviation[]>(of(client), { signal }), staleTime: 15_000 })
}

/** Those of one's own teams' plans. */
export function useTeamSupply(asked: SupplyQuery, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...key, 'team', asked],
    queryFn: ({ pageParam }) => api.post<SupplyList>('/staff/supply/search', { ...asked, page: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled,
  })
}

/** How many there are over the county. */
export function useCountySupply(enabled: boolean) {
  return useQuery({ queryKey: [...key, 'county'], queryFn: ({ signal }) => api.get<SupplyCounty>('/staff/county-supply', { signal }), staleTime: 60_000, enabled })
}

/** Says what was done of one; a retry of the same says it once. */
export function useHandleSupply(client: string) {
  const queries = useQueryClient()
  const once = useRef(newKey())
  return useMutation({
    mutationFn: (body: NewSupplyHandled) => api.post<{ id: string }>(`${of(client)}/handled`, body, { idempotencyKey: once.current }),
    onSettled: () => {
      once.current = newKey()
      return queries.invalidateQueries({ queryKey: key })
    },
  })
}

/** Takes that back. */
export function useUndoSupply(client: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (handled: string) => api.post<void>(`${of(client)}/handled/${encodeURIComponent(handled)}/undo`),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}
