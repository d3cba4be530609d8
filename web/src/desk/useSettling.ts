import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { SettleItem, SettleList, SettleOutcome } from '../api/types'

const key = ['desk', 'settling'] as const

/** What must be decided because of what a register told, a page at a time. */
export function useSettling(settled: boolean) {
  return useInfiniteQuery({
    queryKey: [...key, settled],
    queryFn: ({ pageParam }) => api.get<SettleList>('/staff/settling', { query: { settled: settled ? 'true' : undefined, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchOnWindowFocus: false,
  })
}

/** How many wait. */
export function useSettleCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.get<SettleList>('/staff/settling'), staleTime: 30_000 })
}

export function useSettle() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ item, outcome, reason }: { item: SettleItem; outcome: SettleOutcome; reason: string }) =>
      api.post(`/staff/clients/${item.client?.id}/settling/${item.id}`, { outcome, reason }, { ifMatch: item.version }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['desk'] })
      void client.invalidateQueries({ queryKey: ['client'] })
      void client.invalidateQueries({ queryKey: ['matter'] })
    },
  })
}
