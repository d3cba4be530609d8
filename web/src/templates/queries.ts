import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type {
  NewTemplatePlan, TemplateActsDue, TemplateActSeen, TemplateAsked, TemplateChoices, TemplateEnd, TemplateList, TemplatePlan, TemplatePlanMade, TemplatePlanRows,
  TemplatePreview, TemplateSettling, TemplateWhich,
} from '../api/types'

const key = ['templates'] as const
const of = (client: string, rest = '') => `/staff/clients/${encodeURIComponent(client)}/plan-templates${rest}`

/** The client's plans that began from a template. */
export function useTemplatePlans(client: string) {
  return useQuery({ queryKey: [...key, 'client', client], queryFn: ({ signal }) => api.get<TemplatePlan[]>(of(client, '/plans'), { signal }), staleTime: 15_000 })
}

export function useTemplateChoices(client: string, team?: string) {
  return useQuery({
    queryKey: [...key, 'choices', client, team],
    queryFn: ({ signal }) => api.get<TemplateChoices>(of(client), { query: { team_id: team }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

/** A plan as it would be; asked when a template and a day are chosen. */
export function useTemplatePreview(client: string, asked: TemplateAsked | undefined) {
  return useQuery({
    queryKey: [...key, 'preview', client, asked],
    queryFn: () => api.post<TemplatePreview>(of(client, '/preview'), asked),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

function useStale(client: string) {
  const queries = useQueryClient()
  return () => Promise.all([queries.invalidateQueries({ queryKey: key }), queries.invalidateQueries({ queryKey: ['client', client] }), queries.invalidateQueries({ queryKey: ['requests'] })])
}

/** Begins one; a retry of the same makes no second one. */
export function useMakeTemplatePlan(client: string) {
  const stale = useStale(client)
  const sending = useRef(newKey())
  return useMutation({
    mutationFn: (body: NewTemplatePlan) => api.post<TemplatePlanMade>(of(client, '/plans'), body, { idempotencyKey: sending.current }),
    onSuccess: () => {
      sending.current = newKey()
      return stale()
    },
    // What was looked at may have changed meanwhile.
    onError: () => {
      sending.current = newKey()
      return stale()
    },
  })
}

export function useSettleAct(client: string) {
  const stale = useStale(client)
  return useMutation({
    mutationFn: ({ act, ...body }: TemplateSettling & { act: TemplateActSeen }) => api.post(of(client, `/acts/${act.id}`), body, { ifMatch: act.version }),
    onSettled: stale,
  })
}

export function useEndPlan(client: string) {
  const stale = useStale(client)
  return useMutation({
    mutationFn: ({ plan, how }: { plan: TemplatePlan; how: TemplateEnd }) => api.post(of(client, `/plans/${plan.id}/end`), { how }, { ifMatch: plan.version }),
    onSettled: stale,
  })
}

/** One's own teams' routine acts, a page at a time. */
export function useTeamActs(which: TemplateWhich) {
  return useInfiniteQuery({
    queryKey: [...key, 'acts', which],
    queryFn: ({ pageParam, signal }) => api.get<TemplateActsDue>('/staff/plan-templates/acts', { query: { which, page: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
}

/** How many of them wait. */
export function useActCount(enabled: boolean) {
  return useQuery({
    queryKey: [...key, 'acts', 'count'],
    queryFn: ({ signal }) => api.get<TemplateActsDue>('/staff/plan-templates/acts', { query: { which: 'late' }, signal }),
    enabled,
    staleTime: 60_000,
  })
}

export function useTemplates(county: boolean) {
  return useQuery({
    queryKey: [...key, 'list', county],
    queryFn: ({ signal }) => api.get<TemplateList>(county ? '/staff/county-plan-templates' : '/staff/plan-templates', { signal }),
    staleTime: 60_000,
  })
}

/** The plans behind a version's figures. */
export function useVersionPlans(template: string, version: number) {
  return useInfiniteQuery({
    queryKey: [...key, 'plans', template, version],
    queryFn: ({ pageParam, signal }) => api.get<TemplatePlanRows>('/staff/plan-templates/plans', { query: { template, version, page: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
  })
}
