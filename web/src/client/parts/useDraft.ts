import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'

/**
 * A text being written that survives a look at another page. It is kept in the session's cache, which is emptied when somebody
 * signs out or in, and never on disk: what is written about a client must not wait on a shared computer.
 */
export function useDraft(key: string, initial = ''): [string, (text: string) => void] {
  const queries = useQueryClient()
  const [text, setText] = useState(() => queries.getQueryData<string>(['draft', key]) ?? initial)
  const set = useCallback(
    (next: string) => {
      setText(next)
      queries.setQueryDefaults(['draft', key], { gcTime: Infinity })
      if (next === '') queries.removeQueries({ queryKey: ['draft', key], exact: true })
      else queries.setQueryData(['draft', key], next)
    },
    [queries, key],
  )
  return [text, set]
}
