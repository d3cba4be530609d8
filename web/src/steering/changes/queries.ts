import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../../api/client'
import type { ChangeMark, ChangeMarks, ChangeMeasure, ChangeSpan, NewChangeMark } from '../../api/types'

const marks = ['changes'] as const

export function useChanges() {
  return useQuery({ queryKey: marks, queryFn: ({ signal }) => api.get<ChangeMarks>('/staff/changes', { signal }), staleTime: 30_000 })
}

/** A figure before a change and after it; each is asked by itself, so that the quick ones do not wait for the slow. */
export function useChangeMeasure(id: string, version: number, code: string, span: ChangeSpan) {
  return useQuery({
    queryKey: [...marks, id, version, code, span],
    queryFn: ({ signal }) => api.get<ChangeMeasure>(`/staff/changes/${id}/figures/${encodeURIComponent(code)}`, { query: { span }, signal }),
    staleTime: 300_000,
  })
}

/** Marks a new one, or corrects one whole; a retry of the same makes no second one. */
export function useMarkChange() {
  const queries = useQueryClient()
  const saving = useRef(newKey())
  return useMutation({
    mutationFn: ({ old, body }: { old?: ChangeMark; body: NewChangeMark }) =>
      old
        ? api.put<ChangeMark>(`/staff/changes/${old.id}`, body, { ifMatch: old.version })
        : api.post<ChangeMark>('/staff/changes', body, { idempotencyKey: saving.current }),
    onSuccess: () => {
      saving.current = newKey()
      return queries.invalidateQueries({ queryKey: marks })
    },
  })
}

/** Removes one, or brings it back. */
export function useRemoveChange() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (mark: ChangeMark) => {
      if (mark.removed) await api.post(`/staff/changes/${mark.id}/restore`, undefined, { ifMatch: mark.version })
      else await api.delete(`/staff/changes/${mark.id}`, { ifMatch: mark.version })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: marks }),
  })
}
