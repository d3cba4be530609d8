import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { FlowPeriod, ProcessRow } from '../api/types'
import { useLanguage } from '../i18n/text'
import { Dialog } from '../ui/Dialog'
import { longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { useProcessRows, type Behind, type FlowScope } from './queries'
import { useSaid } from './words'

/** The matters behind a way or a step. */
export function Rows({ scope, period, behind, onClose }: { scope: FlowScope; period: FlowPeriod; behind: Behind; onClose: () => void }) {
  const { t } = useTranslation('flow')
  const said = useSaid()
  const list = useProcessRows(scope, period, behind)
  const first = list.data?.pages[0]
  return (
    <Dialog title={'step' in behind ? t('rows.now', { place: said.place(behind.step) }) : said.way(behind)} onClose={onClose} wide cancel={t('close')}>
      {first && <p>{t('rows.total', { count: first.total })}</p>}
      {first && first.hidden > 0 && <p className="quiet">{t('rows.hidden', { count: first.hidden })}</p>}
      <PagedList list={list} empty={t('rows.none')} more={t('rows.more')} row={(row) => <Row row={row} />} />
    </Dialog>
  )
}

function Row({ row }: { row: ProcessRow }) {
  const { t } = useTranslation('flow')
  const language = useLanguage()
  const said = useSaid()
  return (
    <li className="flow-row">
      <Link to={`/matters/${row.id}`}>{row.client?.name ?? row.number}</Link> <span>{said.days(row.days)}</span>{' '}
      <span className="quiet">
        {longDate(row.entered_on, language)}
        {row.left_on && ` – ${longDate(row.left_on, language)}`}
        {row.nth > 1 && `, ${t('rows.nth', { nth: row.nth })}`}
        {row.handed && `, ${t('rows.handed')}`}
      </span>
    </li>
  )
}
