import { useQueries, useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { LobbyForm, LobbyView, ProposeRouting, RoutingProposal } from '../api/types'

export function useLobbyForm() {
  return useQuery({ queryKey: ['lobby-form'], queryFn: () => api.get<LobbyForm>('/staff/lobby/form'), staleTime: Infinity })
}

export function useLobbyClients(ids: string[]) {
  return useQueries({
    queries: ids.map((id) => ({ queryKey: ['client', id, 'lobby'], queryFn: () => api.get<LobbyView>(`/staff/lobby/clients/${id}`) })),
  })
}

/** Which team and which deadlines; asked again whenever the answers it depends on change. */
export function useProposal(asked: ProposeRouting | undefined) {
  return useQuery({
    queryKey: ['lobby-proposal', asked],
    queryFn: () => api.post<RoutingProposal>('/staff/lobby/propose', asked),
    enabled: asked !== undefined,
    staleTime: 60_000,
  })
}
