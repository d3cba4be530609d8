import { useEffect } from 'react'

/** The page's title: what it is about first, the product last. Never a client's name: titles are kept in browser histories. */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = title === '' ? 'Punos' : `${title} · Punos`
  }, [title])
}
