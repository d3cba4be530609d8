import { createColumnHelper, flexRender, getCoreRowModel, useReactTable, type SortingState, type VisibilityState } from '@tanstack/react-table'
import { useMemo, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DeskColumn, DeskQuery, MatterCard } from '../api/types'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { Badges } from './Badges'
import { CardActions } from './CardActions'
import { columns } from './columns'
import type { Ask } from './dialogs'
import { isRestricted, type DeskRow } from './flatten'
import { RestrictedCard } from './RestrictedCard'
import { has, range, set, type Selection } from './selection'
import type { Actions } from './useActions'

interface ListProps {
  /** In their order; those without a name cannot be chosen. */
  entries: DeskRow[]
  total: number
  sort: DeskQuery['sort']
  order: DeskQuery['order']
  onSort: (sort: DeskQuery['sort'], order: DeskQuery['order']) => void
  /** Columns in their order. */
  shown: DeskColumn[]
  selection: Selection
  onSelect: (selection: Selection) => void
  actions: Actions
  ask: (ask: Ask) => void
  onMore: () => void
  loadingMore: boolean
  /** Whether the node gives more; else only narrowing helps. */
  canMore: boolean
}

/** Columns that the server can sort by. */
const sortable: Partial<Record<DeskColumn, DeskQuery['sort']>> = { due: 'due', client: 'name', initiated: 'initiated' }

const helper = createColumnHelper<MatterCard>()

/** The same matters as rows: columns to choose, order by the server, many at once. */
export function List({ entries, total, sort, order, onSort, shown, selection, onSelect, actions, ask, onMore, loadingMore, canMore }: ListProps) {
  const { t } = useTranslation('desk')
  const language = useLanguage()
  const cards = useMemo(() => entries.filter((entry): entry is MatterCard => !isRestricted(entry)), [entries])
  const shape = useMemo(
    () => [
      helper.display({ id: 'due', cell: ({ row }) => <Badges card={row.original} /> }),
      helper.display({
        id: 'client',
        cell: ({ row }) => (
          <Link id={`card-${row.original.id}`} to={`/matters/${row.original.id}`} className="strong">
            {row.original.clients.map((client) => (client.age === undefined ? client.name : `${client.name}, ${client.age}`)).join(' · ')}
          </Link>
        ),
      }),
      helper.display({ id: 'municipality', cell: ({ row }) => row.original.clients[0]?.municipality?.name[language] ?? row.original.clients[0]?.municipality?.name.fi ?? '' }),
      helper.display({ id: 'number', cell: ({ row }) => <span className="num">{row.original.number}</span> }),
      helper.display({ id: 'situation', cell: ({ row }) => t(`codes:situation.${row.original.situation}`) }),
      helper.display({ id: 'service_task', cell: ({ row }) => t(`codes:service_task.${row.original.service_task}`) }),
      helper.display({ id: 'lane', cell: ({ row }) => t(`codes:lane.${row.original.lane}`) }),
      helper.display({ id: 'handler', cell: ({ row }) => row.original.handler ? <span className="nowrap">{row.original.handler.name}</span> : <span className="quiet">{t('free')}</span> }),
      helper.display({ id: 'team', cell: ({ row }) => row.original.team.name }),
      helper.display({ id: 'initiated', cell: ({ row }) => <span className="num">{longDate(row.original.initiated_on, language)}</span> }),
      helper.display({ id: 'sender', cell: ({ row }) => row.original.sender?.name ?? '' }),
    ],
    [t, language],
  )
  const sorting: SortingState = sort ? [{ id: Object.entries(sortable).find(([, by]) => by === sort)?.[0] ?? 'due', desc: order === 'desc' }] : []
  const visibility: VisibilityState = Object.fromEntries(columns.map((id) => [id, shown.includes(id)]))
  const table = useReactTable({
    data: cards,
    columns: shape,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (card) => card.id,
    manualSorting: true,
    state: { sorting, columnVisibility: visibility, columnOrder: shown },
  })
  const rows = cards.map((card) => card.id)
  const all = cards.length > 0 && rows.every((id) => has(selection, id))
  // Shift takes all from the row chosen last to this one.
  const last = useRef<string | null>(null)
  const choose = (id: string, on: boolean, whole: boolean) => {
    onSelect(set(selection, whole ? range(rows, last.current, id) : [id], on))
    last.current = id
  }
  const body = useRef<HTMLTableSectionElement>(null)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, id: string) => {
    if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onSelect(set(selection, rows, true))
      return
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const next = rows[rows.indexOf(id) + step]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    body.current?.querySelector<HTMLElement>(`[data-choose="${CSS.escape(next)}"]`)?.focus()
    if (event.shiftKey) onSelect(set(selection, [id, next], true))
    last.current = next
  }

  return (
    <div className="card desk-list">
      <div className="scroll-x" role="region" aria-label={t('list')} tabIndex={0}>
        <table className="table">
          <caption className="sr-only">{t('list_caption', { shown: entries.length, total })}</caption>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                <th scope="col">
                  <input type="checkbox" aria-label={t('select_all')} checked={all} onChange={() => onSelect(set(selection, rows, !all))} />
                </th>
                {group.headers.map((header) => {
                  const by = sortable[header.column.id as DeskColumn]
                  const now = by !== undefined && (sort ?? 'due') === by
                  const direction = order === 'desc' ? 'descending' : 'ascending'
                  return (
                    <th key={header.id} scope="col" aria-sort={now ? direction : undefined}>
                      {by ? (
                        <button type="button" className="sort" onClick={() => onSort(by, now && order !== 'desc' ? 'desc' : 'asc')}>
                          {t(`column.${header.column.id}`)}
                          <span aria-hidden="true">{now ? (order === 'desc' ? ' ▼' : ' ▲') : ' ↕'}</span>
                        </button>
                      ) : (
                        t(`column.${header.column.id}`)
                      )}
                    </th>
                  )
                })}
                <th scope="col">
                  <span className="sr-only">{t('column.actions')}</span>
                </th>
              </tr>
            ))}
          </thead>
          <tbody ref={body}>
            {entries.map((entry) => {
              if (isRestricted(entry)) {
                return (
                  <tr key={entry.id}>
                    <td />
                    <td colSpan={table.getVisibleLeafColumns().length + 1}>
                      <RestrictedCard row={entry} />
                    </td>
                  </tr>
                )
              }
              const row = table.getRow(entry.id)
              return (
              <tr key={row.id} className={has(selection, row.id) ? 'chosen' : undefined}>
                <td>
                  <input
                    type="checkbox"
                    data-choose={row.id}
                    aria-label={t('select_one', { number: row.original.number })}
                    checked={has(selection, row.id)}
                    onKeyDown={(event) => onKeyDown(event, row.id)}
                    onChange={(event) => choose(row.id, event.target.checked, (event.nativeEvent as MouseEvent).shiftKey === true)}
                  />
                </td>
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>
                ))}
                <td>
                  <CardActions card={row.original} actions={actions} ask={ask} />
                </td>
              </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {entries.length < total && !canMore && <p className="row quiet">{t('too_many', { count: entries.length })}</p>}
      {entries.length < total && canMore && (
        <p className="row">
          <Button size="small" busy={loadingMore} onClick={onMore}>
            {t('more', { count: total - entries.length })}
          </Button>
        </p>
      )}
    </div>
  )
}
