import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../../api/client'
import type { LogInquiry, LogPage } from '../../api/types'

/** What is asked of the log: days, whose doings, and which of the two records. */
export interface LogFilter {
  from: string
  to: string
  by: '' | 'staff' | 'client' | 'other' | 'system'
  record: '' | 'use' | 'disclosure'
}

const key = ['my', 'log'] as const

// A fetch is itself an entry of the log, so nothing is fetched again merely because a window came to the front.
export function useLog(filter: LogFilter) {
  return useInfiniteQuery({
    queryKey: [...key, filter],
    queryFn: ({ pageParam }) =>
      api.get<LogPage>('/client/log', {
        query: { from: filter.from || undefined, to: filter.to || undefined, by: filter.by || undefined, record: filter.record || undefined, after: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  })
}

export function useInquiries() {
  return useQuery({ queryKey: [...key, 'inquiries'], queryFn: () => api.get<LogInquiry[]>('/client/log/inquiries'), refetchOnWindowFocus: false, staleTime: 60_000 })
}

export function useAsk() {
  const queries = useQueryClient()
  const idempotencyKey = useRef(newKey())
  return useMutation({
    mutationFn: ({ id, words }: { id: string; words: string }) => api.post(`/client/log/${id}/inquiries`, { words }, { idempotencyKey: idempotencyKey.current }),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
}

/** Says that the answers have been seen; the list itself is not asked for again by it. */
export function useSeen() {
  return useMutation({ mutationFn: () => api.post('/client/log/inquiries/seen', {}) })
}
