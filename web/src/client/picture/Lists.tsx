import { useTranslation } from 'react-i18next'
import type { ItemRef, Summary } from '../../api/types'
import { useText } from '../../i18n/text'
import { Code } from '../parts/Code'
import { Pill } from '../../ui/Pill'
import { useWhen } from '../when'
import { Card } from './Card'
import { Openable } from './opening'
import { PartMark } from '../../quality/QualityMark'
import { ShowMore } from './ShowMore'

interface Row {
  key: string
  ref: ItemRef
  title: string
  detail?: React.ReactNode
  since?: string
}

function Rows({ rows, first, empty }: { rows: Row[]; first: number; empty: string }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  if (rows.length === 0) return <p className="quiet">{empty}</p>
  return (
    <ShowMore items={rows} first={first}>
      {(shown) => (
        <ul className="pic-rows">
          {shown.map((row) => (
            <li key={row.key}>
              <Openable item={row.ref} title={row.title} className="pic-name" />
              {row.detail && <span className="pic-detail">{row.detail}</span>}
              {row.since && (
                <span className="quiet num" title={t('since', { date: when.day(row.since) })}>
                  {when.month(row.since)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </ShowMore>
  )
}

export function Medication({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  return (
    <Card title={t('medication.title')}>
      <Rows
        first={6}
        empty={t('medication.empty')}
        rows={summary.medication.map((entry) => ({
          key: entry.ref.id,
          ref: entry.ref,
          title: entry.name,
          since: entry.since,
          detail: (
            <>
              {entry.dose}
              {entry.status !== 'active' && (
                <>
                  {' '}
                  <Pill>
                    <Code group="status" code={entry.status} />
                  </Pill>
                </>
              )}
            </>
          ),
        }))}
      />
      <PartMark parts={summary.quality} section="medication" />
    </Card>
  )
}

export function Risks({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  return (
    <Card title={t('risks.title')}>
      <Rows
        first={6}
        empty={t('risks.empty')}
        rows={summary.risks.map((risk) => ({
          key: risk.ref.id,
          ref: risk.ref,
          title: risk.title,
          since: risk.since,
          detail: (
            <>
              <span className="quiet">{t(`risks.kind.${risk.kind}`)}</span>
              {risk.severity && (
                <>
                  {' '}
                  <Pill tone={risk.severity === 'high' || risk.severity === 'severe' ? 'danger' : 'neutral'}>
                    <Code group="severity" code={risk.severity} />
                  </Pill>
                </>
              )}
            </>
          ),
        }))}
      />
      <PartMark parts={summary.quality} section="risks" />
    </Card>
  )
}

export function Conditions({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  return (
    <Card title={t('conditions.title')}>
      <Rows first={6} empty={t('conditions.empty')} rows={summary.conditions.map((entry) => ({ key: entry.ref.id, ref: entry.ref, title: entry.title, since: entry.since }))} />
    </Card>
  )
}

export function Devices({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  return (
    <Card title={t('devices.title')}>
      <Rows
        first={4}
        empty={t('devices.empty')}
        rows={summary.devices.map((entry) => ({
          key: entry.ref.id,
          ref: entry.ref,
          title: entry.name,
          since: entry.since,
          detail: entry.status === 'active' ? undefined : <Code group="status" code={entry.status} />,
        }))}
      />
    </Card>
  )
}

/** Visits rolled up to services over time: what a person can read, with the way to the single events. */
export function History({ summary, first = 5 }: { summary: Summary; first?: number }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  return (
    <Card title={t('history.title')}>
      {summary.history.length === 0 ? (
        <p className="quiet">{t('history.empty')}</p>
      ) : (
        <ShowMore items={summary.history} first={first}>
          {(shown) => (
            <table className="table pic-table">
              <thead>
                <tr>
                  <th scope="col">{t('history.service')}</th>
                  <th scope="col">{t('history.time')}</th>
                  <th scope="col">{t('history.count')}</th>
                  <th scope="col">{t('history.led_from')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((entry, index) => (
                  <tr key={`${entry.ref.id}${index}`}>
                    <td>
                      <Openable item={entry.ref} title={text(entry.service)} />
                    </td>
                    <td className="num">{entry.from.slice(0, 7) === entry.to.slice(0, 7) ? when.month(entry.from) : `${when.month(entry.from)}–${when.month(entry.to)}`}</td>
                    <td className="num">{entry.count}</td>
                    <td>
                      {entry.led_from ? (
                        <Openable item={entry.led_from} title={t('history.origin', { service: text(entry.service) })}>
                          {t('history.origin_short')}
                        </Openable>
                      ) : (
                        <span className="quiet">–</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </ShowMore>
      )}
    </Card>
  )
}
