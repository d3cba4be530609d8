import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { LogInquiries, LogInquiry } from '../api/types'

const key = ['team', 'inquiries'] as const

/** Clients' questions about the log that wait, or have been answered; a page at a time. */
export function useInquiries(answered: boolean) {
  return useInfiniteQuery({
    queryKey: [...key, answered],
    queryFn: ({ pageParam }) => api.get<LogInquiries>('/staff/log-inquiries', { query: { answered: answered ? 'true' : undefined, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchOnWindowFocus: false,
  })
}

/** How many wait. */
export function useInquiryCount() {
  return useQuery({ queryKey: [...key, 'count'], queryFn: () => api.get<LogInquiries>('/staff/log-inquiries'), staleTime: 30_000 })
}

export function useAnswer() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ item, answer }: { item: LogInquiry; answer: string }) =>
      api.post(`/staff/log-inquiries/${item.id}/answer`, { answer }, { ifMatch: item.version }),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
}
