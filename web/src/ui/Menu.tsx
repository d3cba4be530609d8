import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

export interface MenuItem {
  key: string
  label: ReactNode
  onChoose: () => void
  /** Not allowed now; choosing it tells why. */
  refused?: boolean
  hint?: string
}

interface MenuProps {
  label: string
  children: ReactNode
  items: MenuItem[]
  className?: string
}

/** A menu button: Enter or the down arrow opens, arrows move, Escape closes and gives the focus back. */
export function Menu({ label, children, items, className = 'btn btn-secondary btn-small' }: MenuProps) {
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const [open, setOpen] = useState(false)

  const buttons = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  useEffect(() => {
    if (!open) return
    buttons()[0]?.focus({ preventScroll: true })
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    const scrolled = (event: Event) => {
      if (!(event.target instanceof Node && list.current?.contains(event.target))) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    window.addEventListener('scroll', scrolled, true)
    window.addEventListener('resize', scrolled)
    return () => {
      document.removeEventListener('pointerdown', outside)
      window.removeEventListener('scroll', scrolled, true)
      window.removeEventListener('resize', scrolled)
    }
  }, [open])

  // Placed against the window, so that a table that scrolls does not cut it; above the button when there is no room below.
  useLayoutEffect(() => {
    const box = list.current
    const anchor = button.current?.getBoundingClientRect()
    if (!open || !box || !anchor) return
    const below = anchor.bottom + 3 + box.offsetHeight <= window.innerHeight
    box.style.top = `${below ? anchor.bottom + 3 : Math.max(4, anchor.top - box.offsetHeight - 3)}px`
    box.style.left = `${Math.max(8, Math.min(anchor.right - box.offsetWidth, window.innerWidth - box.offsetWidth - 8))}px`
  }, [open])

  const back = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const go = (index: number) => {
      event.preventDefault()
      all[(index + all.length) % all.length]?.focus()
    }
    if (event.key === 'ArrowDown') go(at + 1)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(all.length - 1)
    else if (event.key === 'Escape') {
      event.preventDefault()
      back()
    } else if (event.key === 'Tab') setOpen(false)
  }

  return (
    <div className="menu" ref={root}>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && !open) {
            event.preventDefault()
            event.stopPropagation()
            setOpen(true)
          }
        }}
      >
        {children}
      </button>
      {open && (
        <ul id={id} ref={list} role="menu" aria-label={label} className="menu-list" onKeyDown={onKeyDown}>
          {items.map((item) => (
            <li key={item.key} role="none">
              <button
                type="button"
                role="menuitem"
                tabIndex={-1}
                aria-disabled={item.refused || undefined}
                className="menu-item"
                onClick={() => {
                  back()
                  item.onChoose()
                }}
              >
                {item.label}
                {item.hint && <span className="menu-hint">{item.hint}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
