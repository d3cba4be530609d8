import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import { useAnnounce } from '../../ui/Announce'
import { clientKeys, clientPath } from '../queries'

/** What was just done and can be taken back. */
export interface Done {
  text: string
  id: string
  version: number
}

/** Ending and taking back, for contact details and close ones alike. */
export function useTend(clientId: string, place: 'contacts' | 'close-ones', words: { removed: string; undone: string }) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [done, setDone] = useState<Done>()
  const refresh = () => void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) })
  const did = (one: Done) => {
    refresh()
    setDone(one)
    announce(one.text)
  }
  const remove = useMutation({
    mutationFn: (one: { id: string; version: number }) => api.delete(clientPath(clientId, `/${place}/${one.id}`), { ifMatch: one.version }),
    // The node counts one up when it ends a row.
    onSuccess: (_, one) => did({ text: words.removed, id: one.id, version: one.version + 1 }),
  })
  const undo = useMutation({
    mutationFn: (one: Done) => api.post(clientPath(clientId, `/${place}/${one.id}/undo`), undefined, { ifMatch: one.version }),
    onSuccess: () => {
      refresh()
      setDone(undefined)
      announce(words.undone)
    },
  })
  return { done, did, close: () => setDone(undefined), remove, undo }
}
