import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { FigurePart, FigureRow, FigureSeen } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { longDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { written } from './numbers'
import { useFigureParts, useFigureRows, type Scope } from './queries'

/** What a figure is made of: rows of one's own, or teams of the county. */
export function Opened({ figure, scope, onClose }: { figure: FigureSeen; scope: Scope; onClose: () => void }) {
  const { t } = useTranslation('steering')
  const text = useText()
  const wide = scope.level === 'service' || scope.level === 'organiser'
  return (
    <Dialog title={text(figure.name)} onClose={onClose} wide cancel={t('close')}>
      <p>{text(figure.about)}</p>
      {wide ? <Parts figure={figure} scope={scope} /> : <Rows figure={figure} scope={scope} />}
    </Dialog>
  )
}

function Rows({ figure, scope }: { figure: FigureSeen; scope: Scope }) {
  const { t } = useTranslation('steering')
  const language = useLanguage()
  const list = useFigureRows(figure.code, scope)
  if (list.isPending) return <Loading />
  if (list.isError) return <ProblemNote error={list.error} />
  const [first] = list.data.pages
  const items = list.data.pages.flatMap((page) => page.items)
  return (
    <>
      <p>{t('rows', { count: first?.total ?? 0, from: longDate(first?.from ?? '', language), to: longDate(first?.to ?? '', language) })}</p>
      {(first?.hidden ?? 0) > 0 && <p className="quiet">{t('rows_hidden', { count: first?.hidden ?? 0 })}</p>}
      <ul className="plain-list st-rows">
        {items.map((row, at) => (
          // A matter can stand here by several of its time limits.
          <li key={`${row.id}-${at}`}>
            <RowLink row={row} /> <span className="quiet">{longDate(row.on, language)}</span>
            {row.waited_days !== undefined && <span> {t('waited', { count: row.waited_days })}</span>}
            {row.met !== undefined && <span> {t(row.met ? 'met' : 'not_met')}</span>}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more_rows')}
        </Button>
      )}
    </>
  )
}

function RowLink({ row }: { row: FigureRow }) {
  const { t } = useTranslation('steering')
  const name = row.client?.name ?? t('no_client')
  if (row.item === 'matter') return <Link to={`/matters/${row.id}`}>{name}</Link>
  if (!row.client) return <span>{name}</span>
  const rest: Record<string, string> = { request: `/requests/${row.id}`, consultation: `/consultations/${row.id}`, appointment: '/appointments', goal: '/plans' }
  return <Link to={`/clients/${row.client.id}${rest[row.item] ?? ''}`}>{name}</Link>
}

function Parts({ figure, scope }: { figure: FigureSeen; scope: Scope }) {
  const { t } = useTranslation(['steering', 'codes'])
  const language = useLanguage()
  const parts = useFigureParts(figure.code, scope)
  if (parts.isPending) return <Loading />
  if (parts.isError) return <ProblemNote error={parts.error} />
  const said = (part: FigurePart) => (part.few ? t('few') : part.value === undefined ? t('nothing') : written(part.value, parts.data.unit, language))
  if (parts.data.parts.length === 0) return <p>{t('parts_none')}</p>
  return (
    <>
      <table className="table">
        <caption className="sr-only">{t('parts')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('team')}</th>
            <th scope="col">{t('service')}</th>
            <th scope="col">{t('value')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.data.parts.map((part) => (
            <tr key={`${part.team?.id ?? ''}${part.service_task}`}>
              <th scope="row">{part.own && part.team ? <Link to={`/dashboard?level=team&team=${part.team.id}&period=${scope.period}`}>{part.team.name}</Link> : (part.team?.name ?? t('no_team'))}</th>
              <td>{t(`codes:service_task.${part.service_task}`)}</td>
              <td className="num">{said(part)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {parts.data.left_out && <p className="quiet">{t('parts_left_out')}</p>}
      <p className="quiet">{t('parts_ask')}</p>
    </>
  )
}
