import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { ClientConsequences, ClientGraph, ClientStory, GroupAge, GroupConsequences, StoryOrder, StoryPart, SummaryUse } from '../api/types'

/** What is asked of a story. */
export interface StoryAsked {
  theme?: string
  from: string
  order: StoryOrder
}

// Every fetch of these is a logged look, so nothing is fetched again merely because a window came to the front.
const look = { refetchOnWindowFocus: false, staleTime: 30_000 } as const
const of = (client: string, rest: string) => `/staff/clients/${encodeURIComponent(client)}/${rest}`

/** A story a page at a time: a client's, or one's own when no client is named. */
export function useStory(client: string | undefined, asked: StoryAsked) {
  return useInfiniteQuery({
    queryKey: client === undefined ? ['my', 'story', asked] : ['client', client, 'story', asked],
    queryFn: ({ pageParam, signal }) => api.get<ClientStory>(client === undefined ? '/client/story' : of(client, 'story'), { signal, query: { ...asked, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    ...look,
  })
}

export function useConsequences(client: string) {
  return useQuery({ queryKey: ['client', client, 'consequences'], queryFn: ({ signal }) => api.get<ClientConsequences>(of(client, 'consequences'), { signal }), ...look })
}

export function useGraph(client: string) {
  return useQuery({ queryKey: ['client', client, 'graph'], queryFn: ({ signal }) => api.get<ClientGraph>(of(client, 'graph'), { signal }), ...look })
}

/** A group that is asked of; without an act and a measure only what can be asked comes back. */
export interface GroupAsked {
  part?: StoryPart
  code?: string
  measure?: string
  age?: GroupAge
}

export function useGroup(asked: GroupAsked) {
  return useQuery({
    queryKey: ['story', 'group', asked],
    queryFn: ({ signal }) => api.get<GroupConsequences>('/staff/consequences', { signal, query: { ...asked } }),
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
    staleTime: 300_000,
  })
}

export function useSummaryUse() {
  return useQuery({ queryKey: ['story', 'summary-use'], queryFn: ({ signal }) => api.get<SummaryUse>('/staff/summary-use', { signal }), refetchOnWindowFocus: false, staleTime: 60_000 })
}
