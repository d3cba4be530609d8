import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, isProblem, newKey } from '../../api/client'
import type { Decision, Matter } from '../../api/types'
import { useAnnounce } from '../../ui/Announce'
import { matterKeys } from '../queries'

export interface RemedyChange {
  /** The route's part after the decision. */
  path: string
  body: Record<string, unknown>
  /** The version of what is changed, when it has one. */
  version?: number
}

/** One change of what is done about a decision; the answer is a decision: this one as it is now, or the one drafted in its place. */
export function useRemedy(matter: Matter, decision: Decision, done: string, onDone?: (changed: Decision) => void) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: ({ path, body, version }: RemedyChange) => api.post<Decision>(`/staff/decisions/${decision.id}/${path}`, body, { ifMatch: version, idempotencyKey: key.current }),
    onSuccess: (changed) => {
      queries.setQueryData(matterKeys.decision(matter.id, changed.id), changed)
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      void queries.invalidateQueries({ queryKey: ['desk'] })
      for (const { id } of matter.clients) void queries.invalidateQueries({ queryKey: ['client', id] })
      announce(done)
      onDone?.(changed)
    },
    onError: (error) => {
      key.current = newKey()
      if (isProblem(error, 'version_conflict')) void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
    },
  })
}
