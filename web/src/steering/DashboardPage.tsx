import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { Dashboard, DashboardTile, FigureLevel, FigurePeriod, FigureSeen, ServiceTask } from '../api/types'
import { serviceTasks } from '../admin/types'
import { worksWithClients } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { dateTime } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { EditBoard } from './EditBoard'
import { Opened } from './Opened'
import { figuresOf, useDashboards, useFigures, useRemoveDashboard, type Scope } from './queries'
import { Tile } from './Tile'
import './steering.css'

const levels: FigureLevel[] = ['own', 'team', 'service', 'organiser']
const periods: FigurePeriod[] = ['week', 'month', 'quarter']

/** The figures of one's own work, one's teams', a service or the county, and dashboards made of them. */
export function Component() {
  const { t } = useTranslation(['steering', 'codes', 'experience'])
  usePageTitle(t('title'))
  const { role } = useProfessional()
  const [params, setParams] = useSearchParams()
  const [editing, setEditing] = useState<Dashboard | 'new'>()
  const boards = useDashboards()
  const board = boards.data?.find(({ id, removed }) => id === params.get('board') && !removed)
  const withClients = worksWithClients(role)
  // Where one's figures are: a team lead's and others' with their team, an administrator's with the county.
  const above = role === 'team_lead' || role === 'administrator'
  const open = levels.filter((level) => (level === 'own' || level === 'team' ? withClients : above))
  const level = open.find((one) => one === params.get('level')) ?? (withClients ? 'team' : 'organiser')
  const period = periods.find((one) => one === params.get('period')) ?? board?.period ?? 'month'
  const service = serviceTasks.find((one) => one === params.get('service')) ?? 'older_people'
  const set = (values: Record<string, string | undefined>) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value)
          else next.delete(name)
        }
        return next
      },
      { replace: true },
    )
  const scope: Scope = { level, period, team: params.get('team') ?? undefined, service }
  const address = (one: FigureLevel) => `/dashboard?level=${one}&period=${period}`
  if (open.length === 0) {
    return (
      <main id="main" tabIndex={-1} className="page">
        <h1>{t('title')}</h1>
        <p>{t('none_for_role')}</p>
      </main>
    )
  }
  return (
    <main id="main" tabIndex={-1} className="page stack st-page">
      <div>
        <h1>{board ? board.name : t('title')}</h1>
        <p className="quiet">{t('lead')}</p>
      </div>
      <nav className="st-tabs no-print" aria-label={t('levels')}>
        {open.map((one) => (
          <Link key={one} to={address(one)} aria-current={!board && one === level ? 'page' : undefined}>
            {t(`level.${one}`)}
          </Link>
        ))}
        {above && <Link to="/forecasts">{t('forecasts')}</Link>}
        {withClients && <Link to="/feedback-matters">{t('experience:staff.nav')}</Link>}
      </nav>
      <div className="st-filters no-print">
        <Select label={t('period')} value={period} onChange={(event) => set({ period: event.target.value })}>
          {periods.map((one) => (
            <option key={one} value={one}>
              {t(`periods.${one}`)}
            </option>
          ))}
        </Select>
        {!board && level === 'service' && (
          <Select label={t('service')} value={service} onChange={(event) => set({ service: event.target.value })}>
            {serviceTasks.map((one) => (
              <option key={one} value={one}>
                {t(`codes:service_task.${one}`)}
              </option>
            ))}
          </Select>
        )}
        <Select label={t('board')} value={board?.id ?? ''} onChange={(event) => set({ board: event.target.value || undefined, period: undefined })}>
          <option value="">{t('board_all')}</option>
          {boards.data
            ?.filter(({ removed }) => !removed)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.team ? t('board_shared', { name: one.name, team: one.team.name }) : one.name}
              </option>
            ))}
        </Select>
        <Button onClick={() => window.print()}>{t('print')}</Button>
        <Button onClick={() => setEditing('new')}>{t('board_new')}</Button>
      </div>
      {boards.isError && <ProblemNote error={boards.error} />}
      <BoardTools board={board} all={boards.data ?? []} onEdit={setEditing} onGone={() => set({ board: undefined })} />
      {board ? <BoardTiles board={board} period={period} /> : <LevelTiles scope={scope} onTeam={(team) => set({ team: team || undefined })} />}
      {editing && (
        <EditBoard
          board={editing === 'new' ? undefined : editing}
          levels={open}
          period={period}
          onClose={() => setEditing(undefined)}
          onSaved={(saved) => {
            setEditing(undefined)
            set({ board: saved.id, period: undefined })
          }}
        />
      )}
    </main>
  )
}

/** Changing and removing the dashboard one looks at, and bringing back one that was removed. */
function BoardTools({ board, all, onEdit, onGone }: { board?: Dashboard; all: Dashboard[]; onEdit: (board: Dashboard) => void; onGone: () => void }) {
  const { t } = useTranslation('steering')
  const announce = useAnnounce()
  const remove = useRemoveDashboard()
  const gone = all.filter(({ removed }) => removed)
  const change = (one: Dashboard) =>
    remove.mutate(one, {
      onSuccess: () => {
        announce(t(one.removed ? 'board_restored' : 'board_removed', { name: one.name }))
        if (!one.removed) onGone()
      },
    })
  if (!board?.permitted_actions.length && gone.length === 0) return null
  return (
    <div className="st-tools no-print">
      {board?.permitted_actions.includes('change') && <Button onClick={() => onEdit(board)}>{t('board_change')}</Button>}
      {board?.permitted_actions.includes('remove') && (
        <Button look="danger" busy={remove.isPending} onClick={() => change(board)}>
          {t('board_remove')}
        </Button>
      )}
      {gone.map((one) => (
        <Button key={one.id} look="plain" busy={remove.isPending} onClick={() => change(one)}>
          {t('board_restore', { name: one.name })}
        </Button>
      ))}
      {remove.isError && <ProblemNote error={remove.error} />}
    </div>
  )
}

/** Every figure of a level. */
function LevelTiles({ scope, onTeam }: { scope: Scope; onTeam: (team: string) => void }) {
  const { t } = useTranslation('steering')
  const language = useLanguage()
  const figures = useFigures(scope)
  const [opened, setOpened] = useState<FigureSeen>()
  if (figures.isPending) return <Loading />
  if (figures.isError) {
    return (
      <>
        <ProblemNote error={figures.error} />
        <p>
          <Button onClick={() => void figures.refetch()}>{t('common:try_again')}</Button>
        </p>
      </>
    )
  }
  const { data } = figures
  return (
    <>
      {scope.level === 'team' && data.teams.length > 1 && (
        <Select className="no-print" label={t('team')} value={scope.team ?? ''} onChange={(event) => onTeam(event.target.value)}>
          <option value="">{t('teams_all')}</option>
          {data.teams.map((team) => (
            <option key={team.id} value={team.id}>
              {team.name}
            </option>
          ))}
        </Select>
      )}
      <p className="quiet" role="status">
        {data.counted_at ? t('counted', { at: dateTime(data.counted_at, language) }) : t('counting')} {data.least !== undefined && t('least', { count: data.least })}
      </p>
      {data.figures.length === 0 && <div className="card empty">{t('empty')}</div>}
      <div className="st-grid" aria-busy={figures.isPlaceholderData}>
        {data.figures.map((figure) => (
          <Tile key={figure.code} figure={figure} drawing="line" onOpen={() => setOpened(figure)} />
        ))}
      </div>
      {opened && <Opened figure={opened} scope={scope} onClose={() => setOpened(undefined)} />}
    </>
  )
}

const scopeOf = (tile: DashboardTile, period: FigurePeriod): Scope => ({ level: tile.level, period, service: tile.service_task })
const sameScope = (a: Scope, b: Scope) => a.level === b.level && a.service === b.service

/** The tiles of a dashboard, each of its own level; a level is asked once. */
function BoardTiles({ board, period }: { board: Dashboard; period: FigurePeriod }) {
  const { t } = useTranslation(['steering', 'codes'])
  const [opened, setOpened] = useState<{ figure: FigureSeen; scope: Scope }>()
  const scopes: Scope[] = []
  for (const tile of board.tiles) {
    const scope = scopeOf(tile, period)
    if (!scopes.some((one) => sameScope(one, scope))) scopes.push(scope)
  }
  const found = useQueries({ queries: scopes.map(figuresOf) })
  const failed = found.find(({ isError }) => isError)
  const note = (level: FigureLevel, service?: ServiceTask) => (service ? t(`codes:service_task.${service}`) : t(`level.${level}`))
  if (board.tiles.length === 0) return <div className="card empty">{t('board_empty')}</div>
  return (
    <>
      {found.some(({ isPending }) => isPending) && <Loading />}
      {failed && <ProblemNote error={failed.error} />}
      <div className="st-grid">
        {board.tiles.map((tile, at) => {
          const scope = scopeOf(tile, period)
          const figure = found[scopes.findIndex((one) => sameScope(one, scope))]?.data?.figures.find(({ code }) => code === tile.figure)
          return figure && <Tile key={at} figure={figure} drawing={tile.drawing} note={note(tile.level, tile.service_task)} onOpen={() => setOpened({ figure, scope })} />
        })}
      </div>
      {opened && <Opened {...opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}
