import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { DeskQuery } from '../api/types'
import { useLive } from '../app/live'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { TextField } from '../ui/Field'
import { clock } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { saveFile } from '../ui/save-file'
import { Board } from './Board'
import { ColumnChoice, useHiddenColumns } from './ColumnChoice'
import { Counts } from './Counts'
import { Dialogs, type Ask } from './dialogs'
import { Filters } from './Filters'
import { flatten } from './flatten'
import { List } from './List'
import { OutcomeBar } from './OutcomeBar'
import { Sidebar, useSaveFilter } from './Sidebar'
import { useActions } from './useActions'
import { countNarrowing, mostCards, useDesk, useFilter } from './useDesk'
import { useLook } from './useLook'
import { useKeepFocus } from './useKeepFocus'
import '../people/people.css'
import './desk.css'

const firstPage = { board: 12, list: 40 } as const

export function Component() {
  const { t } = useTranslation('desk')
  usePageTitle(t('title'))
  const language = useLanguage()
  const announce = useAnnounce()
  const { connected } = useLive()
  const { filter, change } = useFilter()
  const [look, setLook] = useLook()
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim(), 300)
  const [pages, setPages] = useState(1)
  const [showFilters, setShowFilters] = useState(() => countNarrowing(filter) > 0)
  const [asked, setAsked] = useState<Ask | null>(null)
  const [naming, setNaming] = useState(false)
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const [hidden, setHidden] = useHiddenColumns()
  const limit = Math.min(firstPage[look] * pages, mostCards)
  const query = useDesk(filter, q, limit)
  const desk = query.data
  const actions = useActions()
  const main = useKeepFocus(desk, actions.busy)
  const total = desk?.lanes.reduce((sum, lane) => sum + lane.total, 0) ?? 0
  const narrowed = countNarrowing(filter)

  useEffect(() => setPages(1), [filter, q, look])
  useEffect(() => setSelected(new Set()), [filter, q, look])

  // Says that the queue changed, when it did, without moving anybody anywhere.
  const overdue = desk?.counts.overdue
  const said = useRef('')
  useEffect(() => {
    if (!desk || query.isPlaceholderData) return
    const now = t('announced', { total, overdue })
    if (said.current !== '' && said.current !== now) announce(now)
    said.current = now
  }, [desk, query.isPlaceholderData, total, overdue, announce, t])

  const cards = desk ? flatten(desk, filter.sort, filter.order) : []
  const picked = cards.filter((card) => selected.has(card.id))
  const onMore = useCallback(() => setPages((now) => now + 1), [])

  const exportCsv = async () => {
    try {
      const blob = await (q === ''
        ? api.blob('/staff/desk/export.csv', { query: { ...filter, lang: language } })
        : api.blob('/staff/desk/export.csv', { method: 'POST', query: { lang: language }, body: { ...filter, q } }))
      saveFile(blob, `punos-${t('file')}.csv`)
      announce(t('exported'))
      setExportError(null)
    } catch (error) {
      setExportError(error)
    }
  }
  const [exportError, setExportError] = useState<unknown>(null)

  return (
    <div className="desk">
      <Sidebar filter={filter} desk={desk} />
      <main id="main" tabIndex={-1} className="desk-main" ref={main} aria-busy={query.isFetching && query.isPlaceholderData}>
        <h1 className="sr-only">{t('title')}</h1>
        {query.isError && !desk && (
          <>
            <ProblemNote error={query.error} />
            <p>
              <Button onClick={() => void query.refetch()}>{t('common:try_again')}</Button>
            </p>
          </>
        )}
        {!desk && query.isPending && <p className="quiet">{t('common:loading')}</p>}
        {desk && (
          <>
            <Counts desk={desk} filter={filter} onFilter={change} />
            <div className="desk-bar">
              <div className="desk-search" role="search" aria-label={t('search')}>
                <label className="sr-only" htmlFor="desk-q">
                  {t('search')}
                </label>
                <input id="desk-q" type="search" className="input input-small" autoComplete="off" placeholder={t('search')} value={typed} onChange={(event) => setTyped(event.target.value)} />
              </div>
              <Button size="small" aria-expanded={showFilters} onClick={() => setShowFilters(!showFilters)}>
                {narrowed > 0 ? t('filter.button_on', { count: narrowed }) : t('filter.button')}
              </Button>
              {look === 'list' ? (
                <ColumnChoice hidden={hidden} onChange={setHidden} />
              ) : (
                <Select
                  label={t('sort.label')}
                  hideLabel
                  className="desk-sort"
                  value={`${filter.sort ?? 'due'}:${filter.order ?? 'asc'}`}
                  onChange={(event) => {
                    const [sort, order] = event.target.value.split(':') as [DeskQuery['sort'], DeskQuery['order']]
                    change({ sort, order })
                  }}
                >
                  {(['due:asc', 'due:desc', 'name:asc', 'initiated:asc', 'initiated:desc'] as const).map((one) => (
                    <option key={one} value={one}>
                      {t(`sort.${one.replace(':', '_')}`)}
                    </option>
                  ))}
                </Select>
              )}
              <Button size="small" onClick={() => setNaming(true)}>
                {t('saved.save')}
              </Button>
              <span className="desk-live quiet">
                {connected ? (
                  t('live.on', { time: clock(desk.as_of, language) })
                ) : (
                  <>
                    {t('live.off', { time: clock(desk.as_of, language) })}{' '}
                    <button type="button" className="link-button" onClick={() => void query.refetch()}>
                      {t('live.refresh')}
                    </button>
                  </>
                )}
              </span>
              <div className="row" role="group" aria-label={t('look.label')}>
                <Button size="small" aria-pressed={look === 'board'} onClick={() => setLook('board')}>
                  {t('look.board')}
                </Button>
                <Button size="small" aria-pressed={look === 'list'} onClick={() => setLook('list')}>
                  {t('look.list')}
                </Button>
              </div>
              <Button size="small" onClick={() => void exportCsv()}>
                {t('export')}
              </Button>
            </div>
            {showFilters && <Filters filter={filter} workload={desk.workload} onFilter={change} />}
            {exportError !== null && <ProblemNote error={exportError} />}
            {query.isError && <ProblemNote error={query.error} />}
            {look === 'list' && picked.length > 0 && (
              <div className="bulk" role="group" aria-label={t('bulk.label')}>
                <strong>{t('bulk.chosen', { count: picked.length })}</strong>
                <Button size="small" look="primary" busy={actions.busy === 'many'} onClick={() => void actions.many(picked, 'take', undefined).then(() => setSelected(new Set()))}>
                  {t('bulk.take')}
                </Button>
                <Button size="small" busy={actions.busy === 'many'} onClick={() => setAsked({ kind: 'hand_over', cards: picked })}>
                  {t('bulk.hand_over')}
                </Button>
                <Button size="small" look="plain" onClick={() => setSelected(new Set())}>
                  {t('bulk.clear')}
                </Button>
              </div>
            )}
            {total === 0 ? (
              <Empty narrowed={narrowed > 0 || q !== ''} onClear={() => (setTyped(''), change({ lane: undefined, situation: undefined, service_task: undefined, due: undefined, handler_id: undefined, unassigned: undefined }))} />
            ) : look === 'board' ? (
              <>
                <Board lanes={desk.lanes} actions={actions} ask={setAsked} onMore={onMore} loadingMore={query.isFetching} />
                <p className="desk-keys quiet">{t('keys')}</p>
              </>
            ) : (
              <List
                cards={cards}
                total={total}
                sort={filter.sort}
                order={filter.order}
                onSort={(sort, order) => change({ sort, order })}
                hidden={hidden}
                selected={selected}
                onSelect={setSelected}
                actions={actions}
                ask={setAsked}
                onMore={onMore}
                loadingMore={query.isFetching}
                canMore={limit < mostCards}
              />
            )}
          </>
        )}
        <OutcomeBar outcome={actions.outcome} onClose={actions.clear} />
      </main>
      <Dialogs asked={asked} actions={actions} onClose={() => setAsked(null)} onDone={() => setSelected(new Set())} />
      {naming && <SaveFilter filter={{ ...filter }} onClose={() => setNaming(false)} />}
    </div>
  )
}

function Empty({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const { t } = useTranslation('desk')
  return (
    <div className="card empty">
      <h2>{narrowed ? t('empty.filtered_title') : t('empty.title')}</h2>
      <p>{narrowed ? t('empty.filtered_text') : t('empty.text')}</p>
      {narrowed && <Button onClick={onClear}>{t('filter.clear')}</Button>}
    </div>
  )
}

function SaveFilter({ filter, onClose }: { filter: Record<string, unknown>; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const announce = useAnnounce()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const save = useSaveFilter()
  return (
    <Dialog
      title={t('saved.save')}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (name.trim() === '') return
            save.mutate(
              { name: name.trim(), filter },
              {
                onSuccess: () => {
                  announce(t('saved.done', { name: name.trim() }))
                  onClose()
                },
              },
            )
          }}
        >
          {t('saved.keep')}
        </Button>
      }
    >
      <p className="quiet">{t('saved.text')}</p>
      {save.isError && <ProblemNote error={save.error} />}
      <TextField label={t('saved.name')} hint={t('saved.name_hint')} value={name} onChange={setName} error={tried && name.trim() === '' ? t('saved.name_missing') : undefined} />
    </Dialog>
  )
}

/** A value once it has stopped changing. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
