import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '../api/client'
import type { NewsMark, WatchAsked, WatchDetail, WatchList, WatchOutcome, WatchOwnLook, WatchQuery, WatchReview } from '../api/types'

const key = ['team', 'watch'] as const
const mineKey = ['watch', 'mine'] as const
const marksKey = ['admin', 'news'] as const

/** Looks to review, or reviewed; a page at a time. By POST: what is typed may be a name. */
export function useReviews(asked: WatchQuery) {
  return useInfiniteQuery({
    queryKey: [...key, asked],
    queryFn: ({ pageParam }) => api.post<WatchList>('/staff/watch/reviews/search', { ...asked, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  })
}

/** How many wait. */
export function useReviewCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.post<WatchList>('/staff/watch/reviews/search', {}), staleTime: 30_000 })
}

/** One with the lines of the log it rests on. */
export function useReview(id: string) {
  return useQuery({ queryKey: [...key, 'one', id], queryFn: () => api.get<WatchDetail>(`/staff/watch/reviews/${id}`), refetchOnWindowFocus: false })
}

export function useAsk() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ item, words }: { item: WatchReview; words: string }) => api.post(`/staff/watch/reviews/${item.id}/ask`, { words }, { ifMatch: item.version }),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
}

export function useDecide() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ item, outcome, words }: { item: WatchReview; outcome: WatchOutcome; words: string }) =>
      api.post(`/staff/watch/reviews/${item.id}/decision`, { outcome, words }, { ifMatch: item.version }),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
}

/** What one has been asked about one's own looks. */
export function useMine() {
  return useQuery({ queryKey: mineKey, queryFn: () => api.get<WatchAsked>('/staff/watch/mine'), staleTime: 60_000 })
}

export function useExplain() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ item, words }: { item: WatchOwnLook; words: string }) => api.post(`/staff/watch/mine/${item.id}/explanation`, { words }, { ifMatch: item.version }),
    onSettled: () => void queries.invalidateQueries({ queryKey: mineKey }),
  })
}

export function useMarks() {
  return useQuery({ queryKey: marksKey, queryFn: () => api.get<NewsMark[]>('/staff/administration/news-marks') })
}

export function useMark() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { hetu: string; label: string; from: string; to: string }) => api.post('/staff/administration/news-marks', body, { idempotencyKey: newKey() }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: marksKey }),
  })
}

export function useEndMark() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post(`/staff/administration/news-marks/${id}/end`, {}),
    onSettled: () => void queries.invalidateQueries({ queryKey: marksKey }),
  })
}
