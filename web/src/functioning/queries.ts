import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { BandSex, ClientFunctioning, MeasureAnswer, MeasurementEndReason, MeasurementOrigin, ScoreSeen, ServiceTask } from '../api/types'

/** Whose: the client's own, or that of a client whom a professional cares for. */
export type Whose = { own: true } | { client: string }

const path = (whose: Whose, rest = '') => ('own' in whose ? `/client/functioning${rest}` : `/staff/clients/${encodeURIComponent(whose.client)}/functioning${rest}`)
const key = (whose: Whose) => ('own' in whose ? ['my', 'functioning'] : ['client', whose.client, 'functioning'])

export type Rows = Record<string, MeasureAnswer>[]

export function useFunctioning(whose: Whose) {
  return useQuery({
    queryKey: key(whose),
    queryFn: ({ signal }) => api.get<ClientFunctioning>(path(whose), { signal }),
    refetchOnWindowFocus: false,
    staleTime: 15_000,
  })
}

/** What the answers come to, counted by the node before anything is kept. */
export function usePreview(whose: Whose, measure: string, rows: Rows | undefined, sex: BandSex | undefined) {
  return useQuery({
    queryKey: ['measure-preview', 'own' in whose, measure, rows, sex],
    queryFn: () => api.post<ScoreSeen>('own' in whose ? path(whose, '/preview') : '/staff/measures/preview', { measure, rows, sex }),
    enabled: rows !== undefined,
    retry: false,
    staleTime: Infinity,
  })
}

export interface Recording {
  measure: string
  rows: Rows
  origin: MeasurementOrigin
  measured_at?: string
  note?: string
  service_task?: ServiceTask
}

function useAgain(whose: Whose) {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: key(whose) })
}

/** Keeps a measurement, or puts it in the place of one; a retry of the same makes no second one. */
export function useKeep(whose: Whose, corrects?: { id: string; reason: MeasurementEndReason }) {
  const again = useAgain(whose)
  const once = useRef(newKey())
  return useMutation({
    mutationFn: ({ measure, rows, origin, measured_at, note, service_task }: Recording) =>
      corrects
        ? api.post<ScoreSeen>(path(whose, `/${encodeURIComponent(corrects.id)}/correct`), { rows, measured_at, note, reason: corrects.reason }, { idempotencyKey: once.current })
        : api.post<ScoreSeen>(path(whose), { measure, rows, origin, measured_at, note, service_task }, { idempotencyKey: once.current }),
    onError: () => {
      // Another try may say another thing.
      once.current = newKey()
    },
    onSuccess: () => {
      once.current = newKey()
      return again()
    },
  })
}

export function useWithdraw(whose: Whose) {
  const again = useAgain(whose)
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: MeasurementEndReason }) => api.post(path(whose, `/${encodeURIComponent(id)}/withdraw`), { reason }),
    onSuccess: again,
  })
}
