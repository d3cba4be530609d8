import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeHeld, ChangeMark, ChangeMeasure, ChangeSide, ChangeSpan } from '../../api/types'
import { useLanguage, useText } from '../../i18n/text'
import { Button } from '../../ui/Button'
import { shortDate } from '../../ui/format'
import { Loading } from '../../ui/Loading'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { decimal, written } from '../numbers'
import { changeLine, height, width } from './line'
import { useChangeMeasure } from './queries'

const tones = { better: 'success', worse: 'danger', changed: 'info', unsure: 'neutral' } as const

/** A figure before a change and after it. */
export function Measure({ mark, code, name, span }: { mark: ChangeMark; code: string; name: string; span: ChangeSpan }) {
  const { t } = useTranslation('changes')
  const id = useId()
  const found = useChangeMeasure(mark.id, mark.version, code, span)
  const [open, setOpen] = useState(false)
  return (
    <article className={open ? 'card st-tile ch-open' : 'card st-tile'} aria-labelledby={id}>
      <h3 id={id}>{name}</h3>
      {found.isPending && <Loading />}
      {found.isError && (
        <>
          <ProblemNote error={found.error} />
          <Button size="small" aria-label={t('again_of', { name })} onClick={() => void found.refetch()}>
            {t('common:try_again')}
          </Button>
        </>
      )}
      {found.data && <Told measure={found.data} mark={mark} onOpen={setOpen} />}
    </article>
  )
}

/** A figure in words: by the week when it is how many happened. */
function useWords(measure: ChangeMeasure) {
  const { t } = useTranslation('changes')
  const language = useLanguage()
  const value = (of: number) => (measure.weekly ? t('weekly', { value: decimal(of, language) }) : measure.unit === 'days' ? t('days', { value: decimal(of, language) }) : written(of, measure.unit, language))
  const signed = (of: number) => {
    const bare = measure.unit === 'share' ? t('points', { value: decimal(Math.abs(of) * 100, language) }) : decimal(Math.abs(of), language)
    return `${of < 0 ? '−' : of > 0 ? '+' : '±'}${bare}`
  }
  return {
    side: (side?: ChangeSide) => (side === undefined ? t('not_yet') : side.few ? t('few') : side.value === undefined ? t('nothing') : value(side.value)),
    difference: ({ difference }: ChangeHeld) => {
      if (!difference) return t('no_difference')
      if (difference.low === undefined || difference.high === undefined) return signed(difference.value)
      return t('between', { value: signed(difference.value), low: signed(difference.low), high: signed(difference.high) })
    },
  }
}

function Told({ measure, mark, onOpen }: { measure: ChangeMeasure; mark: ChangeMark; onOpen: (open: boolean) => void }) {
  const { t } = useTranslation('changes')
  const text = useText()
  const language = useLanguage()
  const said = useWords(measure)
  const { here } = measure
  const rows: [string, ChangeHeld | undefined][] = [
    [t('here'), here],
    [t('year_before'), measure.year_before],
    [t(mark.team ? 'other_teams' : 'other_services'), measure.elsewhere],
  ]
  return (
    <>
      <p className="ch-sides num">
        <span>
          <span className="quiet">{t('before')}</span> {said.side(here.before)}
        </span>
        <span>
          <span className="quiet">{t('after')}</span> {said.side(here.after)}
        </span>
      </p>
      <p className="st-marks">
        {here.verdict && <Pill tone={tones[here.verdict]}>{t(`verdict.${here.verdict}`)}</Pill>} <span className="num">{said.difference(here)}</span>
      </p>
      <Drawing measure={measure} mark={mark} />
      <details onToggle={(event) => onOpen(event.currentTarget.open)}>
        <summary>{t('more')}</summary>
        <p>{text(measure.about)}</p>
        <div className="st-scroll" role="region" tabIndex={0} aria-label={t('compared')}>
          <table className="table">
            <caption className="sr-only">{t('compared')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('whose')}</th>
                <th scope="col">{t('before')}</th>
                <th scope="col">{t('after')}</th>
                <th scope="col">{t('difference')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(
                ([whose, held]) =>
                  held && (
                    <tr key={whose}>
                      <th scope="row">{whose}</th>
                      <td className="num">
                        {said.side(held.before)} {held.before.of !== undefined && <span className="quiet">{t('n', { count: held.before.of })}</span>}
                      </td>
                      <td className="num">
                        {said.side(held.after)} {held.after?.of !== undefined && <span className="quiet">{t('n', { count: held.after.of })}</span>}
                      </td>
                      <td className="num">{said.difference(held)}</td>
                    </tr>
                  ),
              )}
            </tbody>
          </table>
        </div>
        <ol className="plain-list num">
          {measure.points.map((point) => (
            <li key={point.from}>
              {shortDate(point.from, language)}–{shortDate(point.to, language)}: {point.few ? t('few') : point.value === undefined ? t('nothing') : written(point.value, measure.unit, language)}
            </li>
          ))}
        </ol>
        <p className="quiet">
          {measure.law} ({t(`steering:mark.${measure.mark}`)})
        </p>
      </details>
    </>
  )
}

function Drawing({ measure, mark }: { measure: ChangeMeasure; mark: ChangeMark }) {
  const { t } = useTranslation('changes')
  const text = useText()
  const id = useId()
  const { pieces, dots, change } = changeLine(measure.points, mark.happened_on, measure.unit === 'share')
  if (pieces.length + dots.length === 0) return null
  return (
    <svg className="ch-line" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
      <title id={id}>{t('drawn', { name: text(measure.name) })}</title>
      <line x1={change} x2={change} y1="0" y2={height} className="ch-mark" />
      {pieces.map((piece) => (
        <polyline key={piece[0]?.join()} points={piece.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
      ))}
      {dots.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="2.5" />
      ))}
    </svg>
  )
}
