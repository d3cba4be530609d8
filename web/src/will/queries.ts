import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, newKey } from '../api/client'
import type { ClientWill, ServiceTask } from '../api/types'

/** Whose: the client's own, or that of a client whom a professional cares for. */
export type Whose = { own: true } | { client: string }

const isOwn = (whose: Whose): whose is { own: true } => 'own' in whose
const path = (whose: Whose, rest = '') => (isOwn(whose) ? `/client/will${rest}` : `/staff/clients/${encodeURIComponent(whose.client)}/will${rest}`)
const key = (whose: Whose) => (isOwn(whose) ? ['my', 'will'] : ['client', whose.client, 'will'])

export function useWill(whose: Whose, enabled = true) {
  return useQuery({
    queryKey: key(whose),
    queryFn: ({ signal }) => api.get<ClientWill>(path(whose), { signal }),
    enabled,
    refetchOnWindowFocus: false,
    staleTime: 15_000,
  })
}

/** What is in force changes what is seen: everything of the client is asked for again. */
function useAgain(whose: Whose) {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: isOwn(whose) ? key(whose) : ['client', whose.client] })
}

/** By whom and how a professional was told it. */
export interface Through {
  given_by: 'client' | 'guardian' | 'trustee'
  channel: 'in_person' | 'phone' | 'video' | 'letter'
}

export interface Saying {
  code: string
  service_task?: ServiceTask
  document_id?: string
  emergency_ok: boolean
  /** Says first that the client has been told. */
  told: boolean
  through?: Through
}

/** Records that the client was told, when it is so, and then what they say. */
export function useSay(whose: Whose) {
  const again = useAgain(whose)
  const keys = useRef({ told: newKey(), said: newKey() })
  return useMutation({
    mutationFn: async ({ told, through, ...said }: Saying) => {
      if (told) await api.post(path(whose, '/informings'), { code: said.code, channel: through?.channel }, { idempotencyKey: keys.current.told })
      return api.post(path(whose), { ...said, ...through }, { idempotencyKey: keys.current.said })
    },
    onError: () => {
      // Another try may say another thing.
      keys.current = { told: newKey(), said: newKey() }
    },
    onSettled: again,
  })
}

/** Records only that the client was told: they think it over. */
export function useTell(whose: Whose) {
  const again = useAgain(whose)
  return useMutation({
    mutationFn: ({ code, channel }: { code: string; channel?: Through['channel'] }) => api.post(path(whose, '/informings'), { code, channel }, { idempotencyKey: newKey() }),
    onSettled: again,
  })
}

/** Asks Kanta, as a job, for what was said there; the answer is looked for a few times. */
export function useAskKanta(whose: Whose) {
  const queries = useQueryClient()
  const waits = useRef<ReturnType<typeof setTimeout>[]>([])
  useEffect(() => () => waits.current.forEach(clearTimeout), [])
  return useMutation({
    mutationFn: () => api.post(path(whose, '/refresh'), {}),
    onSuccess: () => {
      const again = () => void queries.invalidateQueries({ queryKey: key(whose) })
      waits.current = [2_000, 5_000, 15_000].map((after) => setTimeout(again, after))
    },
  })
}

export function useWithdraw(whose: Whose) {
  const again = useAgain(whose)
  return useMutation({ mutationFn: (id: string) => api.post(path(whose, `/${encodeURIComponent(id)}/withdraw`), {}), onSettled: again })
}
