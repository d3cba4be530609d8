import { useState } from 'react'

export type Look = 'board' | 'list'
const kept = 'punos.desk.look'

/** Board or list, as chosen before on this browser. */
export function useLook(): [Look, (look: Look) => void] {
  const [look, setLook] = useState<Look>(() => {
    try {
      return localStorage.getItem(kept) === 'list' ? 'list' : 'board'
    } catch {
      return 'board'
    }
  })
  return [
    look,
    (next) => {
      setLook(next)
      try {
        localStorage.setItem(kept, next)
      } catch {
        // Not kept for next time; it holds now.
      }
    },
  ]
}
