import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { api, isProblem, newKey } from '../api/client'
import type { Attachment, Decision, Document, Hearing, Matter, Message, Note, Structure, Text } from '../api/types'
import { listOf } from '../client/queries'

// The live stream makes everything under ['matter', id] stale. Documents being edited have keys of their own: what a person is
// writing is never replaced under the cursor; a change by somebody else shows as a conflict when saving.
export const matterKeys = {
  self: (id: string) => ['matter', id, 'self'] as const,
  notes: (id: string) => ['matter', id, 'notes'] as const,
  messages: (id: string) => ['matter', id, 'messages'] as const,
  attachments: (id: string) => ['matter', id, 'attachments'] as const,
  hearings: (id: string) => ['matter', id, 'hearings'] as const,
  decision: (id: string, decision: string) => ['matter', id, 'decision', decision] as const,
  document: (id: string) => ['document', id] as const,
  structure: (id: string) => ['structure', id] as const,
}

export const matterPath = (id: string, rest = '') => `/staff/matters/${encodeURIComponent(id)}${rest}`

const look = { refetchOnWindowFocus: false, staleTime: 30_000 } as const

export function useMatter(id: string) {
  return useQuery({ queryKey: matterKeys.self(id), queryFn: ({ signal }) => api.get<Matter>(matterPath(id), { signal }), select: whole, ...look })
}

/** One who only sent the matter is not told of the work in it: what the answer leaves out is an empty list here. */
function whole(matter: Matter): Matter {
  return { ...matter, documents: matter.documents ?? [], decisions: matter.decisions ?? [], deadlines: matter.deadlines ?? [], steps: matter.steps ?? [] }
}

interface CodeLabel {
  code: string
  label: Text
}

/** Reasons that the organiser's rules name, with their words. */
export function useReasons() {
  return useQuery({
    queryKey: ['reasons'],
    queryFn: () => api.get<{ close_reasons?: CodeLabel[]; pause_reasons?: CodeLabel[] }>('/staff/lobby/form'),
    staleTime: Infinity,
  })
}

export function useNotes(id: string) {
  return useQuery({ queryKey: matterKeys.notes(id), queryFn: ({ signal }) => api.get<Note[] | { items: Note[] }>(matterPath(id, '/notes'), { signal }).then(listOf), ...look })
}

export function useMessages(id: string) {
  return useQuery({ queryKey: matterKeys.messages(id), queryFn: ({ signal }) => api.get<Message[] | { items: Message[] }>(matterPath(id, '/messages'), { signal }).then(listOf), ...look })
}

export function useAttachments(id: string) {
  return useQuery({
    queryKey: matterKeys.attachments(id),
    queryFn: ({ signal }) => api.get<Attachment[] | { items: Attachment[] }>(matterPath(id, '/attachments'), { signal }).then(listOf),
    ...look,
  })
}

export function useHearings(id: string) {
  return useQuery({ queryKey: matterKeys.hearings(id), queryFn: ({ signal }) => api.get<Hearing[] | { items: Hearing[] }>(matterPath(id, '/hearings'), { signal }).then(listOf), ...look })
}

export function useDecision(matterId: string, id: string) {
  return useQuery({ queryKey: matterKeys.decision(matterId, id), queryFn: ({ signal }) => api.get<Decision>(`/staff/decisions/${encodeURIComponent(id)}`, { signal }), ...look })
}

export function useDocument(id: string) {
  return useQuery({
    queryKey: matterKeys.document(id),
    queryFn: ({ signal }) => api.get<Document>(`/staff/documents/${encodeURIComponent(id)}`, { signal }),
    refetchOnWindowFocus: false,
    // A page that is opened again starts from what the server has.
    staleTime: 0,
    gcTime: 0,
  })
}

/** The structure a document was begun on: an old document opens in its own version. */
export function useStructure(id: string | undefined) {
  return useQuery({
    queryKey: matterKeys.structure(id ?? ''),
    queryFn: ({ signal }) => api.get<Structure>(`/staff/structures/${id}`, { signal }),
    enabled: id !== undefined,
    staleTime: Infinity,
  })
}

/** Puts the row a change answered with on screen, and lets everything else that shows the matter ask again. */
export function settle(queries: QueryClient, matter: Matter): void {
  queries.setQueryData(matterKeys.self(matter.id), matter)
  void queries.invalidateQueries({ queryKey: ['matter', matter.id], predicate: ({ queryKey }) => queryKey[2] !== 'self' })
  void queries.invalidateQueries({ queryKey: ['desk'] })
  for (const { id } of matter.clients) void queries.invalidateQueries({ queryKey: ['client', id] })
}

export interface Change {
  /** The route's last part: `take`, `move`, … */
  action: string
  body?: Record<string, unknown>
  method?: 'POST' | 'DELETE'
}

/**
 * One change of the matter's state. When somebody else changed it meanwhile, the newest row comes on screen and the refusal is
 * told, so that the person decides again on what is true now.
 */
export function useChange(matter: Matter, onDone?: (matter: Matter) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ action, body, method = 'POST' }: Change) => {
      const path = matterPath(matter.id, `/${action}`)
      const options = { ifMatch: matter.version, idempotencyKey: newKey() }
      return method === 'DELETE' ? api.delete<Matter>(path, options) : api.post<Matter>(path, body ?? {}, options)
    },
    onSuccess: (changed) => {
      if (changed) settle(queries, changed)
      else void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      onDone?.(changed)
    },
    onError: (error) => {
      if (isProblem(error, 'version_conflict')) void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
    },
  })
}

export function may(row: { permitted_actions: string[] }, action: string): boolean {
  return row.permitted_actions.includes(action)
}
