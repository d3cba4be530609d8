import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { ProblemNote } from '../ui/ProblemNote'
import { IdentityLine } from './IdentityLine'
import { keepSearch, keptSearch } from './kept-search'
import { searchable, useClientSearch } from './useClientSearch'
import './people.css'

/** All that a search found, as identity cards: who they are, nothing of what is known about them. */
export function Component() {
  const { t } = useTranslation('people')
  usePageTitle(t('search.title'))
  const [typed, setTyped] = useState(keptSearch)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const { result, error, searching } = useClientSearch(typed, 50)

  useEffect(() => {
    const again = () => setTyped(keptSearch())
    window.addEventListener('punos:search', again)
    return () => window.removeEventListener('punos:search', again)
  }, [])
  useEffect(() => () => keepSearch(''), [])

  const onArrows = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const links = [...(list.current?.querySelectorAll<HTMLElement>('.result > a') ?? [])]
    if (links.length === 0) return
    event.preventDefault()
    const at = links.indexOf(document.activeElement as HTMLElement)
    const next = event.key === 'ArrowDown' ? at + 1 : at - 1
    if (next < 0) input.current?.focus()
    else links[Math.min(next, links.length - 1)]?.focus()
  }

  const message = typed.trim() === ''
    ? ''
    : !searchable(typed)
      ? /^\s*\d/.test(typed) ? t('search.whole_hetu') : t('search.more_letters')
      : searching
        ? t('search.searching')
        : result && result.cards.length > 0
          ? result.more ? t('search.many', { count: result.cards.length }) : t('search.count', { count: result.cards.length })
          : ''
  const found = searchable(typed) ? result?.cards ?? [] : []
  const none = searchable(typed) && !searching && result !== undefined && found.length === 0

  return (
    <main id="main" tabIndex={-1} className="page narrow stack" onKeyDown={onArrows}>
      <div className="spread">
        <h1>{t('search.title')}</h1>
        <Link className="btn btn-secondary" to="/clients/new">
          {t('search.add')}
        </Link>
      </div>
      <div className="field" role="search">
        <label className="field-label" htmlFor="client-q">
          {t('search.label')}
        </label>
        <p className="field-hint" id="client-q-hint">
          {t('search.hint')}
        </p>
        <input
          ref={input}
          id="client-q"
          className="input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-describedby="client-q-hint"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      <p role="status" className="quiet">
        {message}
      </p>
      {none && (
        <div className="card empty">
          <h2>{t('search.none_title')}</h2>
          <p>{t('search.none_text')}</p>
          <Link className="btn btn-primary" to="/clients/new">
            {t('search.add')}
          </Link>
        </div>
      )}
      {typed.trim() === '' && <p className="card empty">{t('search.begin')}</p>}
      <ul ref={list} className="plain-list result-list" aria-label={t('search.results')}>
        {found.map((card) => (
          <li key={card.id} className="result">
            <Link to={`/clients/${card.id}`}>
              <IdentityLine card={card} />
            </Link>
            <Link className="btn btn-secondary btn-small" to={`/lobby/new?client=${card.id}`} aria-label={t('search.start_matter_for', { name: card.name })}>
              {t('search.start_matter')}
            </Link>
          </li>
        ))}
      </ul>
    </main>
  )
}
