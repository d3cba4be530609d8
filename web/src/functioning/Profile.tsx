import { useTranslation } from 'react-i18next'
import type { BandSeverity, ClientFunctioning, LatestScore, MeasureDefinition, Tone } from '../api/types'
import { useWhen } from '../client/when'
import { useLanguage, useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { withUnit } from './answers'
import { DIMENSIONS } from './radar'
import { Readings } from './Readings'

const TONE: Record<BandSeverity, Tone | 'success'> = { good: 'success', mild: 'info', moderate: 'warning', severe: 'danger' }

/** Where the client stands, dimension by dimension: the latest of each measure from each origin, what it means and what became of it. */
export function Profile({ seen, card, onMeasure }: { seen: ClientFunctioning; card: string; onMeasure: (code: string) => void }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  return (
    <div className="fn-profile">
      {DIMENSIONS.map((dimension) => {
        const own = seen.profile.filter((one) => one.dimension === dimension)
        return (
          <section key={dimension} className={card} aria-labelledby={`fn-${dimension}`}>
            <h2 id={`fn-${dimension}`}>{t(`dimension.${dimension}`)}</h2>
            {own.length === 0 ? (
              <p className="quiet">{t('nothing_measured')}</p>
            ) : (
              <ul className="fn-measures">
                {own.map((standing) => {
                  const measure = seen.measures.find(({ code }) => code === standing.measure)
                  if (!measure) return null
                  return (
                    <li key={standing.measure}>
                      {standing.latest.some(({ origin }) => origin) ? (
                        <button type="button" className="fn-name" onClick={() => onMeasure(measure.code)}>
                          {text(measure.name)}
                        </button>
                      ) : (
                        <span className="fn-name">{text(measure.name)}</span>
                      )}
                      {standing.latest.map((latest) => (
                        <Latest key={latest.origin ?? ''} measure={measure} latest={latest} />
                      ))}
                    </li>
                  )
                })}
              </ul>
            )}
          </section>
        )
      })}
    </div>
  )
}

function Latest({ measure, latest }: { measure: MeasureDefinition; latest: LatestScore }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const when = useWhen()
  const language = useLanguage()
  const { since } = latest
  return (
    <div className="fn-latest">
      {latest.score !== undefined && <b className="num">{withUnit(latest.score, measure, language)}</b>}
      {latest.band && <Pill tone={TONE[latest.band.severity]}>{text(latest.band.label)}</Pill>}
      <span className="quiet">
        {latest.origin ? t(`origin.${latest.origin}`) : t('counted')}, {when.day(latest.measured_at)}
      </span>
      {since && (
        <span className="fn-since">
          {t(`change.${since.change}`)}{' '}
          <span className="quiet">
            {t('earlier', { value: withUnit(since.earlier, measure, language), date: when.day(since.earlier_at) })}
            {!since.error_known && since.change !== 'same' && ` ${t('error_unknown')}`}
          </span>
        </span>
      )}
      <Readings readings={latest.readings} of={`${text(measure.name)}, ${latest.origin ? t(`origin.${latest.origin}`) : t('counted')}`} />
    </div>
  )
}
