import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { LateInquiries, PassedReviews, WatchDetail, WatchedRequests, WatchFinding, WatchReportedTo, WatchReview } from '../api/types'

const key = ['protection'] as const

/** A list of hers, a page at a time. */
function usePages<T extends { next?: string }>(path: string, query: Record<string, string | undefined>) {
  return useInfiniteQuery({
    queryKey: [...key, path, query],
    queryFn: ({ pageParam }) => api.get<T>(`/staff/protection/${path}`, { query: { ...query, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchOnWindowFocus: false,
  })
}

/** Looks that supervisors have passed on: those that wait for a finding, or have one. */
export const usePassed = (found: boolean) => usePages<PassedReviews>('reviews', { found: found ? 'true' : undefined })

/** Clients' questions about the log that are past their time. */
export const useLateInquiries = () => usePages<LateInquiries>('inquiries', {})

/** Requests about own data that are late, or were refused. */
export const useWatchedRequests = (refused: boolean) => usePages<WatchedRequests>('requests', { refused: refused ? 'true' : undefined })

/** How many wait for a finding. */
export function usePassedCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.get<PassedReviews>('/staff/protection/reviews'), staleTime: 30_000 })
}

/** One with the lines of the log it rests on. */
export function usePassedReview(id: string) {
  return useQuery({ queryKey: [...key, 'one', id], queryFn: () => api.get<WatchDetail>(`/staff/protection/reviews/${id}`), refetchOnWindowFocus: false })
}

export function useFind() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ item, ...body }: { item: WatchReview; finding: WatchFinding; reported_to?: WatchReportedTo; words: string }) =>
      api.post(`/staff/protection/reviews/${item.id}/finding`, body, { ifMatch: item.version }),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
}
