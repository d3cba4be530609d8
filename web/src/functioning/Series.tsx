import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFunctioning, Measurement, MeasureAnswer, MeasureDefinition, MeasureItem } from '../api/types'
import { useWhen } from '../client/when'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Select } from '../ui/Select'
import { UNABLE, withUnit, written } from './answers'
import { Chart } from './Chart'
import { Correct } from './Correct'
import type { Whose } from './queries'
import { Withdraw } from './Withdraw'

/** One measure over time: the line with its limits, and every measurement in a table with what can be done to it. */
export function Series({ whose, seen, chosen, onChoose, card }: { whose: Whose; seen: ClientFunctioning; chosen?: string; onChoose: (code: string) => void; card: string }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const [ended, setEnded] = useState(false)
  const [mending, setMending] = useState<Measurement>()
  const [withdrawing, setWithdrawing] = useState<Measurement>()
  const measured = seen.measures.filter(({ code }) => seen.measurements.some((one) => one.measure === code))
  const measure = measured.find(({ code }) => code === chosen) ?? measured[0]
  if (!measure) return null
  const all = seen.measurements.filter((one) => one.measure === measure.code)
  const shown = all.filter((one) => ended || !one.ended)
  return (
    <section className={card} aria-labelledby="fn-series">
      <h2 id="fn-series" tabIndex={-1}>
        {t('series')}
      </h2>
      <Select label={t('measure')} value={measure.code} onChange={(event) => onChoose(event.target.value)}>
        {measured.map((one) => (
          <option key={one.code} value={one.code}>
            {text(one.name)}
          </option>
        ))}
      </Select>
      <p className="quiet">{text(measure.about)}</p>
      <Chart measure={measure} all={all} sex={seen.sex} />
      <ul className="fn-rows">
        {shown.map((one) => (
          <Row key={one.id} measure={measure} one={one} onMend={() => setMending(one)} onWithdraw={() => setWithdrawing(one)} />
        ))}
      </ul>
      {all.some((one) => one.ended) && (
        <label className="check-line">
          <input type="checkbox" checked={ended} onChange={(event) => setEnded(event.target.checked)} />
          {t('show_ended')}
        </label>
      )}
      {seen.more && <p className="quiet">{t('more')}</p>}
      <details className="fn-source">
        <summary>{t('source')}</summary>
        <p>
          {measure.source} ({t(`mark.${measure.mark}`)})
        </p>
        {measure.error && (
          <p>
            {t('mdc', { source: measure.error.source })} ({t(`mark.${measure.error.mark}`)})
          </p>
        )}
        {measure.holder && <p>{t('licensed', { holder: measure.holder })}</p>}
      </details>
      {mending && <Correct key={mending.id} whose={whose} seen={seen} measure={measure} one={mending} onClose={() => setMending(undefined)} />}
      {withdrawing && <Withdraw key={withdrawing.id} whose={whose} one={withdrawing} name={text(measure.name)} onClose={() => setWithdrawing(undefined)} />}
    </section>
  )
}

function Row({ measure, one, onMend, onWithdraw }: { measure: MeasureDefinition; one: Measurement; onMend: () => void; onWithdraw: () => void }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const when = useWhen()
  const language = useLanguage()
  const time = when.instant(one.measured_at)
  const said = (item: MeasureItem, answer: MeasureAnswer) => {
    if (typeof answer === 'number') return `${written(answer, item.decimals, language)}${item.unit ? ` ${item.unit}` : ''}`
    if (item.kind === 'choice') return text(item.options.find(({ code }) => code === answer)?.label) || answer
    return answer === UNABLE && item.kind !== 'text' ? t('unable') : answer
  }
  // One number that is the score itself says nothing more.
  const answers = measure.items.length > 1 ? one.rows.flatMap((row, round) => measure.items.flatMap((item) => (row[item.code] === undefined ? [] : [{ key: `${round}/${item.code}`, item, answer: row[item.code]! }]))) : []
  return (
    <li className={one.ended ? 'fn-ended' : undefined}>
      <p className="fn-head">
        <b className="num">{time}</b>
        {one.score !== undefined && <b className="num">{withUnit(one.score, measure, language)}</b>}
        {one.band && <span>{text(one.band.label)}</span>}
      </p>
      <p className="quiet">
        {t(`origin.${one.origin}`)}
        {one.recorded_by && ` · ${t('by', { name: one.recorded_by.name })}`}
        {one.by_another && ` · ${t('by_another')}`}
        {one.corrects && ` · ${t('corrected')}`}
      </p>
      {one.note && <p className="fn-note">{one.note}</p>}
      {one.ended && (
        <p>
          {t(`ended.${one.ended.how}`, { time: when.instant(one.ended.at) })}
          {one.ended.reason && ` ${t(`reason.${one.ended.reason}`)}.`}
        </p>
      )}
      {answers.length > 0 && (
        <details>
          <summary>{t('answers')}</summary>
          <dl className="fn-answers">
            {answers.map(({ key, item, answer }) => (
              <div key={key}>
                <dt>{text(item.label)}</dt>
                <dd>{said(item, answer)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {one.permitted_actions.length > 0 && (
        <div className="fn-actions">
          <Button size="small" aria-label={t('correct_of', { time })} onClick={onMend}>
            {t('correct')}
          </Button>
          <Button size="small" aria-label={t('withdraw_of', { time })} onClick={onWithdraw}>
            {t('withdraw')}
          </Button>
        </div>
      )}
    </li>
  )
}
