import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { NewPlanFinding, OwnWholePlan, PlanSettling, PlanTalk, WholePlan } from '../api/types'

const of = (client: string) => `/staff/clients/${encodeURIComponent(client)}`
const finding = (client: string, id: string, rest: string) => `${of(client)}/plan-findings/${encodeURIComponent(id)}/${rest}`
const key = (client: string) => ['client', client, 'whole-plan'] as const
const ownKey = ['my', 'whole-plan'] as const

export function useWholePlan(client: string) {
  return useQuery({ queryKey: key(client), queryFn: ({ signal }) => api.get<WholePlan>(`${of(client)}/whole-plan`, { signal }), staleTime: 15_000 })
}

export function useOwnWholePlan() {
  return useQuery({ queryKey: ownKey, queryFn: ({ signal }) => api.get<OwnWholePlan>('/client/whole-plan', { signal }), refetchOnWindowFocus: false })
}

/** Opens a finding for talk; a retry of the same opens no second one. */
export function useOpenFinding(client: string) {
  const queries = useQueryClient()
  const once = useRef(newKey())
  return useMutation({
    mutationFn: (body: NewPlanFinding) => api.post<{ id: string }>(`${of(client)}/plan-findings`, body, { idempotencyKey: once.current }),
    onSettled: () => {
      once.current = newKey()
      return queries.invalidateQueries({ queryKey: key(client) })
    },
  })
}

/** What one does in a talk. */
export type TalkAct = { do: 'talk'; words: string } | { do: 'agree' } | { do: 'settle'; how: PlanSettling; words: string } | { do: 'reopen'; words: string }

export function useTalk(client: string, talk: PlanTalk) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: TalkAct) => {
      const at = finding(client, talk.id, act.do)
      switch (act.do) {
        case 'talk':
          return api.post(at, { words: act.words })
        case 'agree':
          return api.post(at)
        case 'settle':
          return api.post(at, { how: act.how, words: act.words }, { ifMatch: talk.version })
        case 'reopen':
          return api.post(at, { words: act.words }, { ifMatch: talk.version })
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key(client) }),
  })
}

export function useOwnTalk(talk: PlanTalk) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: Extract<TalkAct, { do: 'talk' | 'agree' }>) => {
      const at = `/client/plan-findings/${encodeURIComponent(talk.id)}/${act.do}`
      return act.do === 'talk' ? api.post(at, { words: act.words }) : api.post(at)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ownKey }),
  })
}
