import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { Capacity, Dashboard, DemandService, FigureBoard, FigureLevel, FigureParts, FigurePeriod, FigureRows, ForecastPage, NewDashboard, ServiceTask } from '../api/types'

/** Whose figures: one's own, one's teams' or one team's, a service's, the county's. */
export interface Scope {
  level: FigureLevel
  period: FigurePeriod
  team?: string
  service?: ServiceTask
}

const wide = ({ level }: Scope) => level === 'service' || level === 'organiser'
const query = (scope: Scope) =>
  wide(scope)
    ? { period: scope.period, service_task: scope.level === 'service' ? scope.service : undefined }
    : { level: scope.level, period: scope.period, team_id: scope.level === 'team' ? scope.team : undefined }

export const figuresOf = (scope: Scope) => ({
  queryKey: ['figures', scope] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<FigureBoard>(wide(scope) ? '/staff/county-figures' : '/staff/figures', { query: query(scope), signal }),
  staleTime: 30_000,
  enabled: scope.level !== 'service' || scope.service !== undefined,
})

export function useFigures(scope: Scope) {
  return useQuery({ ...figuresOf(scope), placeholderData: (before: FigureBoard | undefined) => before })
}

/** What one's own or one's team's figure is made of. */
export function useFigureRows(code: string, scope: Scope) {
  return useInfiniteQuery({
    queryKey: ['figures', 'rows', code, scope],
    queryFn: ({ pageParam, signal }) => api.get<FigureRows>(`/staff/figures/${encodeURIComponent(code)}/rows`, { query: { ...query(scope), page: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    enabled: !wide(scope),
  })
}

/** What a service's or the county's figure is made of: teams. */
export function useFigureParts(code: string, scope: Scope) {
  return useQuery({
    queryKey: ['figures', 'parts', code, scope],
    queryFn: ({ signal }) => api.get<FigureParts>(`/staff/county-figures/${encodeURIComponent(code)}`, { query: query(scope), signal }),
    enabled: wide(scope),
  })
}

const boards = ['dashboards'] as const

export function useDashboards() {
  return useQuery({ queryKey: boards, queryFn: ({ signal }) => api.get<Dashboard[]>('/staff/dashboards', { signal }), staleTime: 30_000 })
}

/** Saves a new one, or changes one whole; a retry of the same makes no second one. */
export function useSaveDashboard() {
  const queries = useQueryClient()
  const saving = useRef(newKey())
  return useMutation({
    mutationFn: ({ old, body }: { old?: Dashboard; body: NewDashboard }) =>
      old
        ? api.put<Dashboard>(`/staff/dashboards/${old.id}`, body, { ifMatch: old.version })
        : api.post<Dashboard>('/staff/dashboards', body, { idempotencyKey: saving.current }),
    onSuccess: () => {
      saving.current = newKey()
      return queries.invalidateQueries({ queryKey: boards })
    },
  })
}

/** Removes one, or brings it back. */
export function useRemoveDashboard() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (board: Dashboard) => {
      if (board.removed) await api.post(`/staff/dashboards/${board.id}/restore`, undefined, { ifMatch: board.version })
      else await api.delete(`/staff/dashboards/${board.id}`, { ifMatch: board.version })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: boards }),
  })
}

export function useForecasts(service: DemandService) {
  return useQuery({
    queryKey: ['forecasts', service],
    queryFn: ({ signal }) => api.get<ForecastPage>('/staff/forecasts', { query: { service }, signal }),
    staleTime: 300_000,
  })
}

export function useCapacity() {
  return useMutation({ mutationFn: (asked: { arrivals: number; length: number; places: number; share: number }) => api.get<Capacity>('/staff/capacity', { query: asked }) })
}
