import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'

interface MoreLinksProps {
  /** Where the links lead; the button shows when one is somewhere under them. */
  roots: readonly string[]
  children: ReactNode
}

/**
 * Places that are gone to less often, behind one button, so that the head stays one row. A disclosure and not a menu: what is inside are
 * links, and Tab goes through them. Closes when one leaves it, goes somewhere, or presses Escape, which gives the focus back.
 */
export function MoreLinks({ roots, children }: MoreLinksProps) {
  const { t } = useTranslation('common')
  const { pathname } = useLocation()
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const here = roots.some((one) => pathname === one || pathname.startsWith(`${one}/`))

  useEffect(() => setOpen(false), [pathname])
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  return (
    <div
      className="topmore"
      ref={root}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !root.current?.contains(event.relatedTarget)) setOpen(false)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
        button.current?.focus()
      }}
    >
      <button ref={button} type="button" className={here ? 'topmore-button active' : 'topmore-button'} aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {t('nav.more')}
        <span aria-hidden="true" className="topmore-mark">▾</span>
      </button>
      {open && (
        <div id={id} className="topmore-list">
          {children}
        </div>
      )}
    </div>
  )
}
