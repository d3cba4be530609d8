import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'
import type { ClientPredictions, NewPredictionAnswer, NewPredictionSwitch, OwnPredictions, PredictionFollowUp, PredictionSeen } from '../api/types'

const of = (client: string) => `/staff/clients/${encodeURIComponent(client)}/predictions`
const ofClient = (client: string) => ['client', client, 'predictions'] as const
const own = ['my', 'predictions'] as const
const models = ['predictions'] as const

/** What models can be asked of a client and what they have said; nothing is made by it. */
export function useClientPredictions(client: string, enabled: boolean) {
  return useQuery({ queryKey: ofClient(client), queryFn: ({ signal }) => api.get<ClientPredictions>(of(client), { signal }), enabled, staleTime: 15_000 })
}

/** Makes one; the same model gives the same on the same day. */
export function useMakePrediction(client: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (model: string) => api.post<PredictionSeen>(of(client), { model }),
    onSettled: () => queries.invalidateQueries({ queryKey: ofClient(client) }),
  })
}

export function useAnswerPrediction(client: string, one: PredictionSeen) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewPredictionAnswer) => api.post(`${of(client)}/${one.id}/answer`, body, { ifMatch: one.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: ofClient(client) }),
  })
}

/** How the models do over all clients. */
export function useFollowUp() {
  return useQuery({ queryKey: models, queryFn: ({ signal }) => api.get<PredictionFollowUp>('/staff/predictions', { signal }), staleTime: 15_000 })
}

export function useSwitchPredictions() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewPredictionSwitch) => api.post('/staff/predictions/switch', body),
    onSettled: () => queries.invalidateQueries({ queryKey: models }),
  })
}

export function useOwnPredictions() {
  return useQuery({ queryKey: own, queryFn: ({ signal }) => api.get<OwnPredictions>('/client/predictions', { signal }), staleTime: 15_000 })
}

export function useObject() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (objects: boolean) => api.post('/client/predictions/objection', { objects }),
    onSettled: () => queries.invalidateQueries({ queryKey: own }),
  })
}
