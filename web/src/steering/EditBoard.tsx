import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dashboard, DashboardTile, FigureLevel, FigurePeriod, ServiceTask, TileDrawing } from '../api/types'
import { serviceTasks } from '../admin/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { TextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useFigures, useSaveDashboard } from './queries'

const drawings: TileDrawing[] = ['number', 'line', 'bars']

/** Choosing the tiles of a dashboard, their order and with whom it is shared. Everything by buttons, so that a keyboard does it too. */
export function EditBoard({ board, levels, period, onClose, onSaved }: { board?: Dashboard; levels: FigureLevel[]; period: FigurePeriod; onClose: () => void; onSaved: (board: Dashboard) => void }) {
  const { t } = useTranslation(['steering', 'codes'])
  const text = useText()
  const announce = useAnnounce()
  const save = useSaveDashboard()
  const [name, setName] = useState(board?.name ?? '')
  const [team, setTeam] = useState(board?.team?.id ?? '')
  const [tiles, setTiles] = useState<DashboardTile[]>(board?.tiles ?? [])
  const [level, setLevel] = useState<FigureLevel>(levels[0] ?? 'organiser')
  const [service, setService] = useState<ServiceTask>('older_people')
  const [figure, setFigure] = useState('')
  const [drawing, setDrawing] = useState<TileDrawing>('line')
  const withTeams = levels.includes('team')
  const known = useFigures({ level, period, service })
  const teams = useFigures({ level: withTeams ? 'team' : 'organiser', period })
  const chosen = known.data?.figures.find(({ code }) => code === figure) ?? known.data?.figures[0]
  // The team's and the county's figures have the same names.
  const names = [...(known.data?.figures ?? []), ...(teams.data?.figures ?? [])]
  const nameOf = (tile: DashboardTile) => text(names.find(({ code }) => code === tile.figure)?.name) || tile.figure
  const named = (tile: DashboardTile) => t('tile', { figure: nameOf(tile), level: tile.service_task ? t(`codes:service_task.${tile.service_task}`) : t(`level.${tile.level}`) })
  const move = (from: number, to: number) => {
    const next = [...tiles]
    const [taken] = next.splice(from, 1)
    if (!taken) return
    next.splice(to, 0, taken)
    setTiles(next)
    announce(t('moved', { name: named(taken), place: to + 1 }))
  }
  const add = () => {
    if (!chosen) return
    const tile: DashboardTile = { figure: chosen.code, level, drawing, service_task: level === 'service' ? service : undefined }
    if (tiles.some((one) => one.figure === tile.figure && one.level === tile.level && one.drawing === tile.drawing && one.service_task === tile.service_task)) {
      announce(t('there_already'))
      return
    }
    setTiles([...tiles, tile])
    announce(t('added', { name: named(tile) }))
  }
  return (
    <Dialog
      wide
      title={t(board ? 'board_change' : 'board_new')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={() => save.mutate({ old: board, body: { name, team_id: team || undefined, period: board?.period ?? period, tiles } }, { onSuccess: onSaved })}>
          {t('save')}
        </Button>
      }
    >
      <div className="stack">
        {save.isError && <ProblemNote error={save.error} />}
        <TextField label={t('board_name')} value={name} onChange={setName} required autoComplete="off" />
        {withTeams && (teams.data?.teams.length ?? 0) > 0 && (
          <Select label={t('share')} value={team} onChange={(event) => setTeam(event.target.value)}>
            <option value="">{t('share_none')}</option>
            {teams.data?.teams.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
        <h3>{t('tiles')}</h3>
        {tiles.length === 0 && <p className="quiet">{t('tiles_none')}</p>}
        <ol className="plain-list st-edit">
          {tiles.map((tile, at) => (
            <li key={`${tile.figure}${tile.level}${tile.service_task ?? ''}${tile.drawing}`}>
              <span>
                {named(tile)} <span className="quiet">{t(`drawing.${tile.drawing}`)}</span>
              </span>
              <span className="st-tools">
                <Button size="small" disabled={at === 0} aria-label={t('earlier', { name: named(tile) })} onClick={() => move(at, at - 1)}>
                  <span aria-hidden="true">↑</span>
                </Button>
                <Button size="small" disabled={at === tiles.length - 1} aria-label={t('later', { name: named(tile) })} onClick={() => move(at, at + 1)}>
                  <span aria-hidden="true">↓</span>
                </Button>
                <Button
                  size="small"
                  aria-label={t('take_away', { name: named(tile) })}
                  onClick={() => {
                    setTiles(tiles.filter((_, place) => place !== at))
                    announce(t('taken_away', { name: named(tile) }))
                  }}
                >
                  {t('remove')}
                </Button>
              </span>
            </li>
          ))}
        </ol>
        <fieldset className="st-add">
          <legend>{t('add_title')}</legend>
          <Select label={t('level_of')} value={level} onChange={(event) => setLevel(event.target.value as FigureLevel)}>
            {levels.map((one) => (
              <option key={one} value={one}>
                {t(`level.${one}`)}
              </option>
            ))}
          </Select>
          {level === 'service' && (
            <Select label={t('service')} value={service} onChange={(event) => setService(event.target.value as ServiceTask)}>
              {serviceTasks.map((one) => (
                <option key={one} value={one}>
                  {t(`codes:service_task.${one}`)}
                </option>
              ))}
            </Select>
          )}
          <Select label={t('figure_of')} value={chosen?.code ?? ''} onChange={(event) => setFigure(event.target.value)}>
            {known.data?.figures.map((one) => (
              <option key={one.code} value={one.code}>
                {text(one.name)}
              </option>
            ))}
          </Select>
          <Select label={t('drawing_of')} value={drawing} onChange={(event) => setDrawing(event.target.value as TileDrawing)}>
            {drawings.map((one) => (
              <option key={one} value={one}>
                {t(`drawing.${one}`)}
              </option>
            ))}
          </Select>
          <Button onClick={add}>{t('add')}</Button>
        </fieldset>
      </div>
    </Dialog>
  )
}
