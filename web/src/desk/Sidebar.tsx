import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api, newKey } from '../api/client'
import type { Desk, SavedFilter, Workload } from '../api/types'
import { useProblemText } from '../app/problem'
import { useProfessional } from '../app/session'
import { useAnnounce } from '../ui/Announce'
import { countNarrowing, writeFilter, type Filter } from './useDesk'

/** Whose queue: teams, mine, those I substitute for; saved views; who carries how much. */
export function Sidebar({ filter, desk }: { filter: Filter; desk: Desk | undefined }) {
  const { t } = useTranslation('desk')
  const me = useProfessional()
  // With filters on, the figure would be of what is left, not of the queue.
  const total = countNarrowing(filter) === 0 ? desk?.lanes.reduce((sum, lane) => sum + lane.total, 0) : undefined
  const entry = (label: string, to: Partial<Filter>, on: boolean) => (
    <li key={label}>
      <Link to={`/desk?${writeFilter({ ...to, sort: filter.sort, order: filter.order })}`} aria-current={on ? 'true' : undefined} className="side-link">
        {label}
        {on && total !== undefined && <span className="num">{total}</span>}
      </Link>
    </li>
  )
  return (
    <aside className="desk-side" aria-label={t('side.label')}>
      <nav aria-label={t('side.queues')}>
        <ul className="plain-list">
          {me.teams.length !== 1 && entry(t('side.all_teams'), { view: 'team' }, filter.view === 'team' && filter.team_id === undefined)}
          {me.teams.map((one) => entry(one.name, { view: 'team', team_id: one.id }, filter.view === 'team' && (filter.team_id ?? (me.teams.length === 1 ? one.id : undefined)) === one.id))}
          {entry(t('side.mine'), { view: 'mine' }, filter.view === 'mine')}
          {me.substitutes_for.length > 0 &&
            entry(t('side.substituting', { names: me.substitutes_for.map((one) => one.name).join(', ') }), { view: 'substituting' }, filter.view === 'substituting')}
        </ul>
      </nav>
      <Saved filter={filter} />
      {desk && desk.workload.length > 0 && <Load workload={desk.workload} filter={filter} />}
    </aside>
  )
}

function Saved({ filter }: { filter: Filter }) {
  const { t } = useTranslation('desk')
  const client = useQueryClient()
  const announce = useAnnounce()
  const problem = useProblemText()
  const saved = useQuery({ queryKey: ['desk-filters'], queryFn: () => api.get<SavedFilter[]>('/staff/saved-filters') })
  const remove = useMutation({
    mutationFn: (one: SavedFilter) => api.delete(`/staff/saved-filters/${one.id}`),
    onSuccess: (_, one) => {
      announce(t('saved.removed', { name: one.name }))
      void client.invalidateQueries({ queryKey: ['desk-filters'] })
    },
    onError: (error) => announce(problem(error).title),
  })
  if (!saved.data || saved.data.length === 0) return null
  const now = writeFilter({ ...filter }).toString()
  return (
    <section aria-labelledby="saved-title">
      <h2 id="saved-title" className="side-title">
        {t('saved.title')}
      </h2>
      <ul className="plain-list">
        {saved.data.map((one) => {
          const to = writeFilter({ view: 'team', ...one.filter }).toString()
          return (
            <li key={one.id} className="side-saved">
              <Link to={`/desk?${to}`} className="side-link" aria-current={to === now ? 'true' : undefined}>
                {one.name}
              </Link>
              <button type="button" className="side-remove" aria-label={t('saved.remove', { name: one.name })} onClick={() => remove.mutate(one)}>
                <span aria-hidden="true">×</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

export function useSaveFilter() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (one: { name: string; filter: Record<string, unknown> }) => api.post<SavedFilter>('/staff/saved-filters', one, { idempotencyKey: newKey() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk-filters'] }),
  })
}

function Load({ workload, filter }: { workload: Workload[]; filter: Filter }) {
  const { t } = useTranslation('desk')
  // On a phone the queue comes first; the figures open with a tap.
  const [wide] = useState(() => window.matchMedia('(min-width: 68rem)').matches)
  const most = Math.max(...workload.map((one) => one.open), 1)
  return (
    <details className="load-box" open={wide}>
      <summary className="side-title">{t('load.title')}</summary>
      <ul className="plain-list load">
        {workload.map((one) => (
          <li key={one.professional.id}>
            <Link
              to={`/desk?${writeFilter({ ...filter, view: 'team', handler_id: filter.handler_id === one.professional.id ? undefined : one.professional.id })}`}
              className="load-name"
              aria-current={filter.handler_id === one.professional.id ? 'true' : undefined}
            >
              <span>
                {one.professional.name}
                {one.absent && <span className="quiet"> {t('load.absent')}</span>}
              </span>
              <span className="load-figures num">
                {one.overdue > 0 && (
                  <span className="load-late" title={t('load.late', { count: one.overdue })}>
                    <span aria-hidden="true">{one.overdue}</span>
                    <span className="sr-only">{t('load.late', { count: one.overdue })}, </span>
                  </span>
                )}
                {one.open}
                <span className="sr-only"> {t('load.open')}</span>
              </span>
            </Link>
            {one.open > 0 && <span className={one.absent ? 'load-bar load-bar-absent' : one.overdue >= 3 ? 'load-bar load-bar-late' : 'load-bar'} style={{ width: `${(100 * one.open) / most}%` }} aria-hidden="true" />}
          </li>
        ))}
      </ul>
    </details>
  )
}
