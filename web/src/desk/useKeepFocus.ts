import { useEffect, useRef } from 'react'
import type { Desk } from '../api/types'

/**
 * When the card that had the focus leaves its lane, the focus would fall to the top of the page.
 * It goes to the same card in its new place if it is still there, else to the one that took its place.
 */
export function useKeepFocus(desk: Desk | undefined, busy: string | null) {
  const main = useRef<HTMLElement>(null)
  const last = useRef<{ card: string; lane: string; index: number } | null>(null)

  useEffect(() => {
    const root = main.current
    if (!root) return
    const note = (event: FocusEvent) => {
      const holder = (event.target as HTMLElement).closest('.desk-card')
      const link = holder?.querySelector<HTMLElement>('[data-card]')
      last.current = link ? { card: link.dataset.card ?? '', lane: link.dataset.lane ?? '', index: Number(link.dataset.index) } : null
    }
    root.addEventListener('focusin', note)
    return () => root.removeEventListener('focusin', note)
  })

  useEffect(() => {
    const had = last.current
    if (busy !== null || !had || document.activeElement !== document.body || document.querySelector('dialog[open]')) return
    const root = main.current
    const same = root?.querySelector<HTMLElement>(`[data-card="${CSS.escape(had.card)}"]`)
    const lane = [...(root?.querySelectorAll<HTMLElement>(`[data-card][data-lane="${CSS.escape(had.lane)}"]`) ?? [])]
    const next = same ?? lane[Math.min(had.index, lane.length - 1)] ?? root
    next?.focus({ preventScroll: true })
  }, [desk, busy])

  return main
}
