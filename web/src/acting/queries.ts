import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, isProblem, newKey } from '../api/client'
import type { ActingChoices, ActingFor, ActingGround, Invitations, OwnMinorRight, Register } from '../api/types'

const keys = { acting: ['my', 'acting'], invitations: ['my', 'invitations'], minor: ['my', 'minor-right'] } as const

/** For whom I may act, and for whom I act now. */
export function useActing() {
  return useQuery({
    queryKey: keys.acting,
    queryFn: async ({ signal }) => {
      const ask = () => api.get<ActingChoices>('/client/acting', { signal })
      try {
        return await ask()
      } catch (error) {
        // The first answer after a ground has ended says so; the next one is of oneself.
        if (isProblem(error) && error.problem.reason === 'acting_ended') return ask()
        throw error
      }
    },
    staleTime: 30_000,
  })
}

/** Everything on the page is of another person after this: the page begins anew. */
const anew = (path: string) => window.location.assign(path)

export function useStart() {
  return useMutation({
    mutationFn: (choice: { client_id: string; ground: ActingGround }) => api.post('/client/acting', choice),
    onSuccess: () => anew('/my'),
  })
}

export function useStop() {
  return useMutation({ mutationFn: () => api.post('/client/acting/stop', {}), onSuccess: () => anew('/my') })
}

export function useGoToRegister() {
  return useMutation({
    mutationFn: () => api.post<{ redirect: string }>('/client/acting/register', {}),
    onSuccess: ({ redirect }) => anew(redirect),
  })
}

export function useInvitations() {
  return useQuery({ queryKey: keys.invitations, queryFn: ({ signal }) => api.get<Invitations>('/client/invitations', { signal }) })
}

function useInvitationsAgain() {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: keys.invitations })
    void queries.invalidateQueries({ queryKey: keys.acting })
  }
}

export interface Inviting {
  name: string
  hetu: string
  groups: string[]
  valid_until: string
}

export function useInvite() {
  const again = useInvitationsAgain()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (invitation: Inviting) => api.post('/client/invitations', invitation, { idempotencyKey: key.current }),
    onSettled: () => {
      // Another try may say another thing.
      key.current = newKey()
      again()
    },
  })
}

export function useAnswer() {
  const again = useInvitationsAgain()
  return useMutation({
    mutationFn: ({ id, what }: { id: string; what: 'accept' | 'decline' | 'end' }) => api.post(`/client/invitations/${encodeURIComponent(id)}/${what}`, {}),
    onSettled: again,
  })
}

export function useMinorRight() {
  return useQuery({ queryKey: keys.minor, queryFn: ({ signal }) => api.get<OwnMinorRight>('/client/minor-right', { signal }) })
}

export function useSayMinorRight() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (what: { register: Register } | { end: string }) =>
      'end' in what ? api.post(`/client/minor-right/${encodeURIComponent(what.end)}/end`, {}) : api.post('/client/minor-right', what),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.minor }),
  })
}

const forClient = (client: string) => ['client', client, 'acting'] as const

/** Who may act for a client, as a professional sees it. */
export function useActingFor(client: string) {
  return useQuery({
    queryKey: forClient(client),
    queryFn: ({ signal }) => api.get<ActingFor>(`/staff/clients/${encodeURIComponent(client)}/acting`, { signal }),
    refetchOnWindowFocus: false,
  })
}

export function useRecordMinorRight(client: string) {
  const queries = useQueryClient()
  const path = `/staff/clients/${encodeURIComponent(client)}/minor-right`
  return useMutation({
    mutationFn: (what: { register: Register; matter_id?: string; code: string; assessment: string } | { end: string; why: string }) =>
      'end' in what ? api.post(`${path}/${encodeURIComponent(what.end)}/end`, { why: what.why }) : api.post(path, what, { idempotencyKey: newKey() }),
    onSettled: () => void queries.invalidateQueries({ queryKey: forClient(client) }),
  })
}
