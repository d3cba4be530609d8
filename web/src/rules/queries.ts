import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { RuleHistory, RuleKind, RuleVersionText } from '../api/types'

export function useRuleKinds() {
  return useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => api.get<RuleKind[]>('/staff/rules', { signal }) })
}

export function useRuleHistory(kind: string) {
  return useQuery({ queryKey: ['rules', kind], queryFn: ({ signal }) => api.get<RuleHistory>(`/staff/rules/${kind}`, { signal }) })
}

/** A version's text never changes, so it is asked for once. */
export function useRuleText(kind: string, name: string | undefined) {
  return useQuery({
    queryKey: ['rule-text', kind, name],
    queryFn: ({ signal }) => api.get<RuleVersionText>(`/staff/rules/${kind}/versions/${encodeURIComponent(name ?? '')}`, { signal }),
    enabled: name !== undefined && name !== '',
    staleTime: Infinity,
  })
}
