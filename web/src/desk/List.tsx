import { createColumnHelper, flexRender, getCoreRowModel, useReactTable, type SortingState, type VisibilityState } from '@tanstack/react-table'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DeskQuery, MatterCard } from '../api/types'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { Badges } from './Badges'
import { CardActions } from './CardActions'
import type { Ask } from './dialogs'
import type { Actions } from './useActions'

interface ListProps {
  cards: MatterCard[]
  total: number
  sort: DeskQuery['sort']
  order: DeskQuery['order']
  onSort: (sort: DeskQuery['sort'], order: DeskQuery['order']) => void
  hidden: string[]
  selected: Set<string>
  onSelect: (ids: Set<string>) => void
  actions: Actions
  ask: (ask: Ask) => void
  onMore: () => void
  loadingMore: boolean
  /** Whether the node gives more; else only narrowing helps. */
  canMore: boolean
}

export const columns = ['due', 'client', 'municipality', 'number', 'situation', 'service_task', 'lane', 'handler', 'team', 'initiated', 'sender'] as const
export type Column = (typeof columns)[number]
/** Columns that the server can sort by. */
const sortable: Partial<Record<Column, DeskQuery['sort']>> = { due: 'due', client: 'name', initiated: 'initiated' }

const helper = createColumnHelper<MatterCard>()

/** The same matters as rows: columns to choose, order by the server, many at once. */
export function List({ cards, total, sort, order, onSort, hidden, selected, onSelect, actions, ask, onMore, loadingMore, canMore }: ListProps) {
  const { t } = useTranslation('desk')
  const language = useLanguage()
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
  const visibility: VisibilityState = Object.fromEntries(hidden.map((id) => [id, false]))
  const table = useReactTable({
    data: cards,
    columns: shape,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (card) => card.id,
    manualSorting: true,
    state: { sorting, columnVisibility: visibility },
  })
  const all = cards.length > 0 && cards.every((card) => selected.has(card.id))

  return (
    <div className="card desk-list">
      <div className="scroll-x" role="region" aria-label={t('list')} tabIndex={0}>
        <table className="table">
          <caption className="sr-only">{t('list_caption', { shown: cards.length, total })}</caption>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                <th scope="col">
                  <input type="checkbox" aria-label={t('select_all')} checked={all} onChange={() => onSelect(all ? new Set() : new Set(cards.map((card) => card.id)))} />
                </th>
                {group.headers.map((header) => {
                  const by = sortable[header.column.id as Column]
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
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={t('select_one', { number: row.original.number })}
                    checked={selected.has(row.id)}
                    onChange={() => {
                      const next = new Set(selected)
                      if (!next.delete(row.id)) next.add(row.id)
                      onSelect(next)
                    }}
                  />
                </td>
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>
                ))}
                <td>
                  <CardActions card={row.original} actions={actions} ask={ask} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cards.length < total && !canMore && <p className="row quiet">{t('too_many', { count: cards.length })}</p>}
      {cards.length < total && canMore && (
        <p className="row">
          <Button size="small" busy={loadingMore} onClick={onMore}>
            {t('more', { count: total - cards.length })}
          </Button>
        </p>
      )}
    </div>
  )
}
