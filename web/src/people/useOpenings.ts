import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { OpeningDetail, OpeningList, OpeningOutcome, OpeningReview } from '../api/types'

const key = ['team', 'openings'] as const

/** Openings that wait for the supervisor, or have been judged; a page at a time. */
export function useOpenings(settled: boolean) {
  return useInfiniteQuery({
    queryKey: [...key, settled],
    queryFn: ({ pageParam }) => api.get<OpeningList>('/staff/openings', { query: { settled: settled ? 'true' : undefined, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchOnWindowFocus: false,
  })
}

/** How many wait. */
export function useOpeningCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.get<OpeningList>('/staff/openings'), staleTime: 30_000 })
}

/** One with what was done under it. */
export function useOpening(id: string) {
  return useQuery({ queryKey: [...key, 'one', id], queryFn: () => api.get<OpeningDetail>(`/staff/openings/${id}`), refetchOnWindowFocus: false })
}

export function useJudge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ item, outcome, words }: { item: OpeningReview; outcome: OpeningOutcome; words: string }) =>
      api.post(`/staff/openings/${item.id}/verdict`, { outcome, words }, { ifMatch: item.version }),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  })
}
