import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/text'
import { useWhen } from '../when'
import { Line } from './Line'
import type { Measure } from './opening'
import { unitText, valueText } from './quantity'

/** A measure over time: the line, and the numbers behind it newest first. */
export function SeriesTable({ measure }: { measure: Measure }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const language = useLanguage()
  const newest = [...measure.series].sort((a, b) => b.at.localeCompare(a.at))
  if (newest.length === 0) return null
  return (
    <section aria-label={t('measures.series')}>
      {newest.length > 1 && <Line series={measure.series} width={480} height={90} label={t('measures.line', { name: measure.name, count: newest.length })} />}
      <table className="table num">
        <thead>
          <tr>
            <th scope="col">{t('measures.when')}</th>
            <th scope="col">
              {measure.name}
              {unitText(measure.unit) && ` (${unitText(measure.unit)})`}
            </th>
          </tr>
        </thead>
        <tbody>
          {newest.map((point) => (
            <tr key={point.at}>
              <td>{when.day(point.at)}</td>
              <td>{valueText(String(point.value), language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
