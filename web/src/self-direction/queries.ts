import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { ClientSelfDirection, SharingSaved, SharingSeen, SharingViewer, SharingWishes } from '../api/types'
import type { Change } from './table'

const mine = ['my', 'self-direction'] as const

export function useSelfDirection() {
  return useQuery({
    queryKey: [...mine],
    queryFn: ({ signal }) => api.get<ClientSelfDirection>('/client/self-direction', { signal }),
    refetchOnWindowFocus: false,
    staleTime: 15_000,
  })
}

/** Whatever is kept or said, the table and what others would see of it are asked for again. */
export function useAgain() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [...mine] })
}

export function useSave() {
  const again = useAgain()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (changes: Change[]) => api.post<SharingSaved>('/client/self-direction', { changes }, { idempotencyKey: key.current }),
    // Until the table is there again it is not known to be saved.
    onSuccess: () => again(),
    onSettled: () => {
      key.current = newKey()
    },
  })
}

export function useUndo() {
  const again = useAgain()
  return useMutation({ mutationFn: () => api.post<SharingSaved>('/client/self-direction/undo', {}), onSuccess: () => again() })
}

/** What one would see now; looking is asked for, for it is a line in the log. */
export function useSeen(viewer: SharingViewer | undefined) {
  return useQuery({
    queryKey: [...mine, 'seen', viewer?.kind, viewer?.role],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ kind: viewer?.kind ?? '', ...(viewer?.role && { role: viewer.role }) })
      return api.get<SharingSeen>(`/client/self-direction/preview?${asked.toString()}`, { signal })
    },
    enabled: viewer !== undefined,
    refetchOnWindowFocus: false,
    staleTime: 15_000,
  })
}

export function useWishes(clientId: string) {
  return useQuery({
    queryKey: ['client', clientId, 'self-direction'],
    queryFn: ({ signal }) => api.get<SharingWishes>(`/staff/clients/${encodeURIComponent(clientId)}/self-direction`, { signal }),
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  })
}
