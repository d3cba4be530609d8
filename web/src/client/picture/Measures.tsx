import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Summary } from '../../api/types'
import { useLanguage } from '../../i18n/text'
import { useWhen } from '../when'
import { PartMark } from '../../quality/QualityMark'
import { Card } from './Card'
import { Line } from './Line'
import { Openable } from './opening'
import { unitText, valueText } from './quantity'
import { ShowMore } from './ShowMore'

const ARROW = { up: '▲', down: '▼', same: '=' } as const

/** The newest measures: value, what it was before, and the line; the table of the series opens beside the picture. */
export function Measures({ summary, first = 6 }: { summary: Summary; first?: number }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const language = useLanguage()
  const { measures } = summary
  return (
    <Card title={t('measures.title')} aside={<Link to="functioning">{t('measures.profile')}</Link>}>
      {measures.length === 0 ? (
        <p className="quiet">{t('measures.empty')}</p>
      ) : (
        <ShowMore items={measures} first={first}>
          {(shown) => (
            <ul className="pic-measures">
              {shown.map((measure) => (
                <li key={measure.code}>
                  <Openable item={measure.ref} title={measure.name} measure={measure} className="pic-name" />
                  <span className="pic-value num">
                    <b>
                      {valueText(measure.value, language)} {unitText(measure.unit)}
                    </b>
                  </span>
                  <span className="pic-before num quiet">
                    {measure.previous ? (
                      <span>
                        {measure.trend && (
                          <>
                            <span aria-hidden="true">{ARROW[measure.trend]} </span>
                            <span className="sr-only">{t(`measures.trend.${measure.trend}`)} </span>
                          </>
                        )}
                        {t('measures.before', { value: valueText(measure.previous.value, language), date: when.month(measure.previous.at) })}
                      </span>
                    ) : (
                      <span>{t('measures.first')}</span>
                    )}
                    <span>{when.month(measure.at)}</span>
                  </span>
                  {measure.series.length > 1 ? <Line series={measure.series} width={64} height={22} /> : <span />}
                </li>
              ))}
            </ul>
          )}
        </ShowMore>
      )}
      <PartMark parts={summary.quality} section="measures" />
    </Card>
  )
}
