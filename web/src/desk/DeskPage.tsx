import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { DeskQuery, NewView, SavedView } from '../api/types'
import { useLive } from '../app/live'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { Menu } from '../ui/Menu'
import { clock } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { saveFile } from '../ui/save-file'
import { Board } from './Board'
import { BulkDialog, type BulkKind } from './BulkDialog'
import { ColumnChoice, useColumns } from './ColumnChoice'
import { Counts } from './Counts'
import { Dialogs, type Ask } from './dialogs'
import { Filters } from './Filters'
import { flatten, isRestricted } from './flatten'
import { List } from './List'
import { OutcomeBar } from './OutcomeBar'
import { LettersDialog } from '../letters/LettersDialog'
import { count, nothing, type Selection } from './selection'
import { Sidebar } from './Sidebar'
import { useActions } from './useActions'
import { countNarrowing, mostCards, useDesk, useFilter, viewAddress, writeFilter } from './useDesk'
import { bodyOf, useViewChanges, useViews } from './useViews'
import { SaveView } from './ViewDialogs'
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
  const { filter, change, viewId, bare, go } = useFilter()
  const [look, setLook] = useLook()
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim(), 300)
  const [pages, setPages] = useState(1)
  const [showFilters, setShowFilters] = useState(() => countNarrowing(filter) > 0)
  const [asked, setAsked] = useState<Ask | null>(null)
  const [naming, setNaming] = useState(false)
  const [selection, setSelection] = useState<Selection>(nothing)
  const [bulk, setBulk] = useState<BulkKind | null>(null)
  const [letters, setLetters] = useState(false)
  const [columns, setColumns] = useColumns()
  const limit = Math.min(firstPage[look] * pages, mostCards)
  const query = useDesk(filter, q, limit)
  const desk = query.data
  const actions = useActions()
  const main = useKeepFocus(desk, actions.busy)
  const total = desk?.lanes.reduce((sum, lane) => sum + lane.total, 0) ?? 0
  const narrowed = countNarrowing(filter)

  useEffect(() => setPages(1), [filter, q, look])
  useEffect(() => setSelection(nothing), [filter, q, look])

  // A bare desk opens with the view one has chosen for it.
  const views = useViews()
  const opened = useRef(false)
  useEffect(() => {
    if (!views.data || opened.current) return
    opened.current = true
    const first = views.data.find((one) => one.default)
    if (bare && first) go(viewAddress(first), { replace: true })
  }, [views.data, bare, go])

  // A view brings its columns and look with it, once: after that they are changed as one likes.
  const view = views.data?.find((one) => one.id === viewId)
  const applied = useRef<string | undefined>(undefined)
  useEffect(() => {
    const mark = view && `${view.id} ${view.version}`
    if (!view || applied.current === mark) return
    applied.current = mark
    if (view.columns) setColumns(view.columns)
    if (view.look) setLook(view.look)
  })
  const now: Pick<NewView, 'filter' | 'columns' | 'look'> = { filter: { ...filter }, columns, look }
  const differs = view !== undefined && !same(view, now)
  const viewChanges = useViewChanges()
  const updateView = (one: SavedView) =>
    viewChanges.change.mutate(
      { view: one, to: { ...bodyOf(one), ...now } },
      { onSuccess: () => announce(t('saved.done', { name: one.name })), onError: setFileError },
    )

  // Says that the queue changed, when it did, without moving anybody anywhere.
  const overdue = desk?.counts.overdue
  const said = useRef('')
  useEffect(() => {
    if (!desk || query.isPlaceholderData) return
    const now = t('announced', { total, overdue })
    if (said.current !== '' && said.current !== now) announce(now)
    said.current = now
  }, [desk, query.isPlaceholderData, total, overdue, announce, t])

  const entries = useMemo(() => (desk ? flatten(desk, filter.sort, filter.order) : []), [desk, filter.sort, filter.order])
  // What stands without a name is in no action on many.
  const choosable = total - (desk?.lanes.reduce((sum, lane) => sum + lane.restricted_total, 0) ?? 0)
  const named = entries.filter((entry) => !isRestricted(entry)).length
  const chosen = count(selection, choosable)
  const onMore = useCallback(() => setPages((now) => now + 1), [])

  const [fileError, setFileError] = useState<unknown>(null)
  const exportAs = async (kind: 'csv' | 'xlsx') => {
    try {
      // The board shows every fact of a card; the list the columns that were chosen.
      const shape = { lang: language, look, columns: look === 'list' ? columns.join(',') : undefined }
      const path = `/staff/desk/export.${kind}`
      const blob = await (q === ''
        ? api.blob(path, { query: { ...filter, ...shape } })
        : api.blob(path, { method: 'POST', query: shape, body: { ...filter, q } }))
      saveFile(blob, `punos-${t('file')}.${kind}`)
      announce(t('exported'))
      setFileError(null)
    } catch (error) {
      setFileError(error)
    }
  }

  return (
    <div className="desk">
      <Sidebar filter={filter} viewId={viewId} desk={desk} />
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
        {!desk && query.isPending && <Loading />}
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
                <ColumnChoice shown={columns} onChange={setColumns} />
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
              {view && differs && view.permitted_actions.includes('change') && (
                <Button size="small" busy={viewChanges.change.isPending} onClick={() => updateView(view)}>
                  {t('saved.update', { name: view.name })}
                </Button>
              )}
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
              <Menu
                label={t('export')}
                items={[
                  { key: 'xlsx', label: t('export_xlsx'), onChoose: () => void exportAs('xlsx') },
                  { key: 'csv', label: t('export_csv'), hint: t('export_csv_hint'), onChoose: () => void exportAs('csv') },
                ]}
              >
                {t('export')}
              </Menu>
            </div>
            {showFilters && <Filters filter={filter} workload={desk.workload} onFilter={change} />}
            {fileError !== null && <ProblemNote error={fileError} />}
            {query.isError && <ProblemNote error={query.error} />}
            {look === 'list' && chosen > 0 && (
              <div className="bulk" role="group" aria-label={t('bulk.label')}>
                <strong>{t('bulk.chosen', { count: chosen })}</strong>
                {!selection.all && choosable > named && (
                  <Button size="small" look="plain" onClick={() => setSelection({ all: true, ids: new Set() })}>
                    {t('bulk.all', { count: choosable })}
                  </Button>
                )}
                <Button size="small" look="primary" onClick={() => setBulk('take')}>
                  {t('bulk.take')}
                </Button>
                <Button size="small" onClick={() => setBulk('hand_over')}>
                  {t('bulk.hand_over')}
                </Button>
                <Menu
                  label={t('bulk.others')}
                  items={(['move', 'return', 'pause', 'resume'] as const).map((kind) => ({ key: kind, label: t(`bulk.${kind}`), onChoose: () => setBulk(kind) })).concat([{ key: 'letters' as never, label: t('letters:title'), onChoose: () => setLetters(true) }])}
                >
                  {t('bulk.others')}
                </Menu>
                <Button size="small" look="plain" onClick={() => setSelection(nothing)}>
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
                entries={entries}
                total={total}
                sort={filter.sort}
                order={filter.order}
                onSort={(sort, order) => change({ sort, order })}
                shown={columns}
                selection={selection}
                onSelect={setSelection}
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
      <Dialogs asked={asked} actions={actions} onClose={() => setAsked(null)} />
      {bulk && <BulkDialog kind={bulk} selection={selection} filter={filter} q={q} onClose={() => setBulk(null)} onDone={() => setSelection(nothing)} />}
      {letters && (
        <LettersDialog
          choice={selection.all ? { of: { ...filter, q }, except: [...selection.ids] } : { matter_ids: [...selection.ids] }}
          onClose={() => setLetters(false)}
          onDone={() => setSelection(nothing)}
        />
      )}
      {naming && <SaveView now={now} onClose={() => setNaming(false)} onSaved={(saved) => go(viewAddress(saved), { replace: true })} />}
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

/** Whether a view shows what is seen now. */
function same(view: SavedView, now: Pick<NewView, 'filter' | 'columns' | 'look'>): boolean {
  const of = (filter: Record<string, unknown>) => writeFilter({ view: 'team', ...filter }).toString()
  return of(view.filter) === of(now.filter) && (view.look ?? now.look) === now.look && (view.columns ?? now.columns)?.join() === now.columns?.join()
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
