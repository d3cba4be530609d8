import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { ChainPlace, FlowPeriod, FlowQueue, FlowQueues, MatterPath, OwnPlace, ProcessMap, ProcessRows, QueueForecast, ServiceTask } from '../api/types'
import { useLive } from '../app/live'

/** Whose matters: one's own teams' or the county's, of one team or service task, or of all. */
export interface FlowScope {
  wide: boolean
  team?: string
  service?: ServiceTask
}

/** What is opened on the map: a way, or a step as it is now. */
export type Behind = { from: ChainPlace; to: ChainPlace } | { step: ChainPlace }

const query = ({ team, service }: FlowScope) => ({ team_id: team, service_task: service })

export function useProcessMap(scope: FlowScope, period: FlowPeriod) {
  return useQuery({
    queryKey: ['process-map', scope, period],
    queryFn: ({ signal }) => api.get<ProcessMap>(scope.wide ? '/staff/county-process-map' : '/staff/process-map', { query: { ...query(scope), period }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

/** The matters behind a way or a step of one's own teams. */
export function useProcessRows(scope: FlowScope, period: FlowPeriod, behind: Behind) {
  return useInfiniteQuery({
    queryKey: ['process-map', 'rows', scope, period, behind],
    queryFn: ({ pageParam, signal }) => api.get<ProcessRows>('/staff/process-map/rows', { query: { ...query(scope), period, ...behind, page: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    enabled: !scope.wide,
  })
}

export function useQueues(scope: FlowScope) {
  const { connected } = useLive()
  return useQuery({
    queryKey: ['queues', scope],
    queryFn: ({ signal }) => api.get<FlowQueues>(scope.wide ? '/staff/county-queues' : '/staff/queues', { query: query(scope), signal }),
    placeholderData: keepPreviousData,
    // The live stream tells of one's own teams' matters; of others, and without it, the page asks for itself.
    refetchInterval: connected && !scope.wide ? false : 60_000,
  })
}

/** What is to come of a queue of one's own teams. */
export function useQueueForecast({ service_task, step, team }: FlowQueue, wanted: boolean) {
  return useQuery({
    queryKey: ['queues', 'forecast', service_task, step, team.id],
    queryFn: ({ signal }) => api.get<QueueForecast>('/staff/queues/forecast', { query: { service_task, step, team_id: team.id }, signal }),
    enabled: wanted,
    staleTime: 60_000,
  })
}

/** Which way one matter has come, and where it stands. */
export function useMatterPath(id: string, version: number, wanted: boolean) {
  return useQuery({ queryKey: ['matter-path', id, version], queryFn: ({ signal }) => api.get<MatterPath>(`/staff/matters/${id}/path`, { signal }), enabled: wanted, staleTime: 60_000 })
}

/** Where a matter of one's own stands in its queue. */
export function useOwnPlace(id: string) {
  return useQuery({ queryKey: ['own', 'place', id], queryFn: ({ signal }) => api.get<OwnPlace>(`/client/matters/${encodeURIComponent(id)}/place`, { signal }), staleTime: 60_000 })
}
