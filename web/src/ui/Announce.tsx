import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'

type Announce = (message: string) => void
const Context = createContext<Announce>(() => {})

/** One polite live region for the whole app: says what happened without moving the focus. */
export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState('')
  const turn = useRef(0)
  const announce = useCallback<Announce>((next) => {
    // The same words twice are read twice only if the text differs.
    turn.current += 1
    setMessage(turn.current % 2 === 0 ? `${next}\u00a0` : next)
  }, [])
  return (
    <Context.Provider value={announce}>
      {children}
      <div className="sr-only" role="status" aria-live="polite">
        {message}
      </div>
    </Context.Provider>
  )
}

export function useAnnounce(): Announce {
  return useContext(Context)
}
