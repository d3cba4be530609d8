import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Desk, SavedView, Workload } from '../api/types'
import { useProblemText } from '../app/problem'
import { useProfessional } from '../app/session'
import { useAnnounce } from '../ui/Announce'
import { Menu, type MenuItem } from '../ui/Menu'
import { GapsLink } from './GapsLink'
import { countNarrowing, viewAddress, writeFilter, type Filter } from './useDesk'
import { useViewChanges, useViews } from './useViews'
import { EditView } from './ViewDialogs'

/** Whose queue: teams, mine, those I substitute for; saved views; who carries how much. */
export function Sidebar({ filter, viewId, desk }: { filter: Filter; viewId: string | undefined; desk: Desk | undefined }) {
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
      <GapsLink />
      <Saved viewId={viewId} />
      {desk && desk.workload.length > 0 && <Load workload={desk.workload} filter={filter} />}
    </aside>
  )
}

/** Saved views: one's own first, then each team's. */
function Saved({ viewId }: { viewId: string | undefined }) {
  const { t } = useTranslation('desk')
  const announce = useAnnounce()
  const problem = useProblemText()
  const views = useViews()
  const { remove, setDefault } = useViewChanges()
  const [editing, setEditing] = useState<SavedView | null>(null)
  if (!views.data || views.data.length === 0) return null
  const teams = [...new Map(views.data.flatMap((one) => (one.team ? [[one.team.id, one.team] as const] : []))).values()]
  const failed = (error: unknown) => announce([problem(error).title, problem(error).why].filter(Boolean).join(' '))

  const items = (one: SavedView): MenuItem[] => {
    const may = (action: string) => one.permitted_actions.includes(action)
    const item = (key: string, label: string, allowed: boolean, onChoose: () => void): MenuItem =>
      allowed ? { key, label, onChoose } : { key, label, refused: true, hint: t('saved.not_owner', { owner: one.owner.name }), onChoose: () => announce(t('saved.not_owner', { owner: one.owner.name })) }
    return [
      {
        key: 'default',
        label: one.default ? t('saved.no_default') : t('saved.make_default'),
        onChoose: () =>
          setDefault.mutate(one.default ? null : one.id, { onSuccess: () => announce(one.default ? t('saved.default_off') : t('saved.default_on', { name: one.name })), onError: failed }),
      },
      item('edit', t('saved.edit'), may('change'), () => setEditing(one)),
      item('remove', t('saved.remove_it'), may('remove'), () => remove.mutate(one, { onSuccess: () => announce(t('saved.removed', { name: one.name })), onError: failed })),
    ]
  }
  const list = (title: string, all: SavedView[]) =>
    all.length > 0 && (
      <>
        <h3 className="side-sub">{title}</h3>
        <ul className="plain-list">
          {all.map((one) => (
            <li key={one.id} className="side-saved">
              <Link to={`/desk?${viewAddress(one)}`} className="side-link" aria-current={one.id === viewId ? 'true' : undefined}>
                <span>
                  {one.name}
                  {one.default && <span className="quiet side-default"> {t('saved.is_default')}</span>}
                </span>
              </Link>
              <Menu label={t('saved.menu', { name: one.name })} items={items(one)} className="side-remove">
                <span aria-hidden="true">⋯</span>
              </Menu>
            </li>
          ))}
        </ul>
      </>
    )
  return (
    <section aria-labelledby="saved-title">
      <h2 id="saved-title" className="side-title">
        {t('saved.title')}
      </h2>
      {list(t('saved.own'), views.data.filter((one) => !one.team))}
      {teams.map((team) => (
        <div key={team.id}>{list(team.name, views.data.filter((one) => one.team?.id === team.id))}</div>
      ))}
      {editing && <EditView view={editing} onClose={() => setEditing(null)} />}
    </section>
  )
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
