import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '../api/client'
import type { NewView, SavedView } from '../api/types'

const key = ['desk', 'views'] as const

/** Saved views of the desk: one's own and those shared with one's teams. */
export function useViews() {
  return useQuery({ queryKey: key, queryFn: () => api.get<SavedView[]>('/staff/views'), staleTime: 30_000 })
}

export function useViewChanges() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: key })
  return {
    save: useMutation({ mutationFn: (one: NewView) => api.post<SavedView>('/staff/views', one, { idempotencyKey: newKey() }), onSettled }),
    change: useMutation({
      mutationFn: ({ view, to }: { view: SavedView; to: NewView }) => api.put<SavedView>(`/staff/views/${view.id}`, to, { ifMatch: view.version }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (view: SavedView) => api.delete(`/staff/views/${view.id}`, { ifMatch: view.version }), onSettled }),
    setDefault: useMutation({ mutationFn: (id: string | null) => api.put('/staff/view-default', { view_id: id }), onSettled }),
  }
}

/** What a view is, as it is sent to change it. */
export function bodyOf(view: SavedView): NewView {
  return { name: view.name, filter: view.filter, columns: view.columns, look: view.look, team_id: view.team?.id }
}
