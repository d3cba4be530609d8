import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '../api/client'
import type { Gap, GapList, TeamGaps } from '../api/types'

const key = ['desk', 'gaps'] as const

/** What waits for oneself: done but not recorded. */
export function useGaps() {
  return useQuery({ queryKey: key, queryFn: () => api.get<GapList>('/staff/gaps'), staleTime: 30_000 })
}

/** The teams' figures, for their lead. */
export function useTeamGaps(enabled: boolean) {
  return useQuery({ queryKey: [...key, 'team'], queryFn: () => api.get<TeamGaps>('/staff/gaps/team'), staleTime: 30_000, enabled })
}

export function useSetAside() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ gap, reason }: { gap: Gap; reason: string }) =>
      api.post('/staff/gaps/aside', { kind: gap.kind, object_id: gap.object_id, reason }, { idempotencyKey: newKey() }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}
