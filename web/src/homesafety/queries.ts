import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type {
  ClientHomeSafety, OwnHomeSafety, RescueMade, RescueNotice, RescuePreview, RiskDoer, RiskList, RiskState, SafetyAssessment, SafetyFinding, SafetyRisk, SafetySaved,
  SafetySeverity, TookPart,
} from '../api/types'

const of = (client: string, rest = '') => `/staff/clients/${encodeURIComponent(client)}/home-safety${rest}`
const notices = (client: string, rest = '') => `/staff/clients/${encodeURIComponent(client)}/rescue-notices${rest}`
export const safetyKey = (client: string) => ['client', client, 'home-safety'] as const

export function useHomeSafety(client: string) {
  return useQuery({
    queryKey: safetyKey(client),
    queryFn: ({ signal }) => api.get<ClientHomeSafety>(of(client), { signal }),
    refetchOnWindowFocus: false,
    staleTime: 15_000,
    // A notification on its way is asked for until it has arrived.
    refetchInterval: (query) => (query.state.data?.notices.some((one) => one.state === 'waiting') ? 5_000 : false),
  })
}

export function useOwnHomeSafety() {
  return useQuery({ queryKey: ['my', 'home-safety'], queryFn: ({ signal }) => api.get<OwnHomeSafety>('/client/home-safety', { signal }), refetchOnWindowFocus: false })
}

export interface Beginning {
  matter_id?: string
  corrects?: string
  reason?: string
}

export function useBegin(client: string) {
  const queries = useQueryClient()
  const once = useRef(newKey())
  return useMutation({
    mutationFn: (body: Beginning) => api.post<SafetySaved>(of(client, '/assessments'), body, { idempotencyKey: once.current }),
    onSettled: () => {
      once.current = newKey()
      return queries.invalidateQueries({ queryKey: safetyKey(client) })
    },
  })
}

/** What is saved of a draft, one thing at a time. */
export type Saving =
  | { what: 'answer'; item: string; body: { answer: SafetyFinding; words?: string; pictures: string[] } }
  | { what: 'talk'; body: { took_part?: TookPart; own_view?: string } }
  | { what: 'finish' | 'discard' }

/** Saves of one draft go one after another, each upon the version that the one before left; what is not saved is not shown as saved. */
export function useSave(client: string, draft: SafetyAssessment) {
  const queries = useQueryClient()
  const at = of(client, `/assessments/${encodeURIComponent(draft.id)}`)
  return useMutation({
    scope: { id: `safety-${draft.id}` },
    mutationFn: (saving: Saving) => {
      const now = queries.getQueryData<ClientHomeSafety>(safetyKey(client))?.assessments.find((one) => one.id === draft.id)
      const options = { ifMatch: now?.version ?? draft.version }
      switch (saving.what) {
        case 'answer':
          return api.put<SafetySaved>(`${at}/items/${encodeURIComponent(saving.item)}`, saving.body, options)
        case 'talk':
          return api.put<SafetySaved>(`${at}/talk`, saving.body, options)
        default:
          return api.post<SafetySaved>(`${at}/${saving.what}`, undefined, options)
      }
    },
    // The screen is what the node has: asked for anew, also after a save that failed.
    onSettled: () => queries.invalidateQueries({ queryKey: safetyKey(client) }),
  })
}

export interface Step {
  state: RiskState
  act?: string
  doer?: RiskDoer
  due_on?: string
  words?: string
}

export function useStep(client: string, risk: SafetyRisk) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Step) => api.post(of(client, `/risks/${encodeURIComponent(risk.id)}/step`), body, { ifMatch: risk.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: safetyKey(client) }),
  })
}

export interface RescueDraft {
  risks: string[]
  place?: string
  building: string
  ability: string
  evacuation: string
  done?: string
  notifier_phone: string
  no_emergency: boolean
  again?: boolean
}

export function useRescuePreview(client: string) {
  return useMutation({ mutationFn: (notice: RescueDraft) => api.post<RescuePreview>(notices(client, '/preview'), notice) })
}

/** Makes it just as it was seen; a retry of the same makes no second one. */
export function useRescueNotify(client: string) {
  const queries = useQueryClient()
  const once = useRef(newKey())
  return useMutation({
    mutationFn: (body: { notice: RescueDraft; digest: string }) => api.post<RescueMade>(notices(client), body, { idempotencyKey: once.current }),
    onSuccess: () => {
      once.current = newKey()
      return queries.invalidateQueries({ queryKey: safetyKey(client) })
    },
  })
}

export function useDelivered(client: string, notice: RescueNotice) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (words: string) => api.post(notices(client, `/${encodeURIComponent(notice.id)}/delivered`), { words }),
    onSettled: () => queries.invalidateQueries({ queryKey: safetyKey(client) }),
  })
}

export interface RiskAsked {
  which?: 'open' | 'late' | 'closed'
  severity?: SafetySeverity
  group?: string
  hazard?: boolean
  mine?: boolean
  q?: string
  sort?: 'due' | 'gravest' | 'newest'
}

/** Risks on one's desks, a page at a time. By POST: what is typed may be a name. */
export function useRisks(asked: RiskAsked) {
  return useInfiniteQuery({
    queryKey: ['safety-risks', asked],
    queryFn: ({ pageParam }) => api.post<RiskList>('/staff/home-safety/risks/search', { ...asked, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  })
}
