import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { ClientNetwork } from '../api/types'

const of = (client: string, rest = '') => `/staff/clients/${encodeURIComponent(client)}/network${rest}`
const key = (client: string) => ['client', client, 'network'] as const

export function useNetwork(client: string) {
  return useQuery({ queryKey: key(client), queryFn: ({ signal }) => api.get<ClientNetwork>(of(client), { signal }), staleTime: 15_000 })
}

/** Sets a proposal aside with a reason, or takes that back. */
export function useNetworkStep(client: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ rule, reason }: { rule: string; reason?: string }) =>
      reason === undefined ? api.post(of(client, `/${encodeURIComponent(rule)}/restore`)) : api.post(of(client, `/${encodeURIComponent(rule)}/dismiss`), { reason }),
    onSettled: () => queries.invalidateQueries({ queryKey: key(client) }),
  })
}
