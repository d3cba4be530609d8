import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { LateInquiries, MisusedOpenings, OpeningDetail, OpeningReview, PassedReviews, WatchDetail, WatchedRequests, WatchFinding, WatchReportedTo, WatchReview } from '../api/types'

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

/** Openings that a supervisor judged a misuse: those that wait for a finding, or have one. */
export const useMisused = (found: boolean) => usePages<MisusedOpenings>('openings', { found: found ? 'true' : undefined })

/** Clients' questions about the log that are past their time. */
export const useLateInquiries = () => usePages<LateInquiries>('inquiries', {})

/** Requests about own data that are late, or were refused. */
export const useWatchedRequests = (refused: boolean) => usePages<WatchedRequests>('requests', { refused: refused ? 'true' : undefined })

/** How many wait for a finding: looks that were passed on, and openings judged a misuse. */
export function usePassedCount() {
  return useQuery({
    queryKey: [...key, 'count'],
    queryFn: async () => {
      const [looks, openings] = await Promise.all([api.get<PassedReviews>('/staff/protection/reviews'), api.get<MisusedOpenings>('/staff/protection/openings')])
      return { waiting: looks.waiting + openings.waiting }
    },
    staleTime: 30_000,
  })
}

/** An opening with what was done under it. */
export function useMisusedOpening(id: string) {
  return useQuery({ queryKey: [...key, 'opening', id], queryFn: () => api.get<OpeningDetail>(`/staff/protection/openings/${id}`), refetchOnWindowFocus: false })
}

export function useFindOfOpening() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ item, ...body }: { item: OpeningReview; finding: WatchFinding; reported_to?: WatchReportedTo; words: string }) =>
      api.post(`/staff/protection/openings/${item.id}/finding`, body, { ifMatch: item.version }),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
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
