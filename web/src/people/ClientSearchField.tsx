import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentityCard } from '../api/types'
import { useProblemText } from '../app/problem'
import { IdentityLine } from './IdentityLine'
import { searchable, useClientSearch } from './useClientSearch'
import './people.css'

interface ClientSearchFieldProps {
  label: string
  /** The label is read aloud but not drawn (in the top bar). */
  hideLabel?: boolean
  onPick: (card: IdentityCard) => void
  /** Enter with nothing picked: show all that was found. */
  onAll?: (typed: string) => void
  /** "Create a new client" at the end of the list. */
  onNew?: () => void
  /** Already chosen: not offered. */
  exclude?: string[]
  /** "/" anywhere on the page moves here. */
  shortcut?: boolean
}

type Option = { kind: 'card'; card: IdentityCard } | { kind: 'all' } | { kind: 'new' }

/** One field: identity code or parts of a name. Arrows move, Enter picks, Escape closes. */
export function ClientSearchField({ label, hideLabel = false, onPick, onAll, onNew, exclude = [], shortcut = false }: ClientSearchFieldProps) {
  const { t } = useTranslation('people')
  const problem = useProblemText()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const { result, error, searching } = useClientSearch(open ? typed : '', 8)

  useEffect(() => setActive(-1), [result])
  useEffect(() => {
    if (!shortcut) return
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target
      if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [shortcut])

  const cards = result?.cards.filter((card) => !exclude.includes(card.id)) ?? []
  const ready = open && searchable(typed) && result !== undefined
  const options: Option[] = ready ? cards.map((card) => ({ kind: 'card', card })) : []
  if (ready && onAll && result.more) options.push({ kind: 'all' })
  if (ready && onNew) options.push({ kind: 'new' })

  const close = () => {
    setOpen(false)
    setActive(-1)
  }
  const choose = (option: Option) => {
    const words = typed
    setTyped('')
    close()
    if (option.kind === 'card') onPick(option.card)
    else if (option.kind === 'all') onAll?.(words)
    else onNew?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      if (options.length === 0) return
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((now) => (now === -1 && step === -1 ? options.length - 1 : (now + step + options.length) % options.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const option = options[active] ?? (cards.length === 1 && !searching ? options[0] : undefined)
      if (option) choose(option)
      else if (onAll && searchable(typed)) choose({ kind: 'all' })
    } else if (event.key === 'Escape') {
      if (open) close()
      else setTyped('')
    }
  }

  const message = !open || typed.trim() === ''
    ? ''
    : error !== undefined
      ? problem(error).title
      : !searchable(typed)
        ? /^\s*\d/.test(typed) ? t('search.whole_hetu') : t('search.more_letters')
        : searching || !result
          ? t('search.searching')
          : cards.length === 0
            ? t('search.none')
            : t('search.found', { count: cards.length })

  return (
    <div className="client-search" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'field-label'}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        className="input client-search-input"
        type="text"
        role="combobox"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        placeholder={hideLabel ? label : t('search.placeholder')}
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 && options[active] ? `${id}-${active}` : undefined}
        aria-keyshortcuts={shortcut ? '/' : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      <div className="client-search-pop" hidden={message === ''}>
        <p className="client-search-message" role="status">
          {message}
        </p>
        <ul id={`${id}-list`} role="listbox" aria-label={t('search.results')} className="plain-list">
          {options.map((option, index) => (
            <li
              key={option.kind === 'card' ? option.card.id : option.kind}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={option.kind === 'card' ? 'client-option' : 'client-option client-option-other'}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
              onMouseMove={() => setActive(index)}
            >
              {option.kind === 'card' ? <IdentityLine card={option.card} /> : option.kind === 'all' ? t('search.show_all') : t('search.create')}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
