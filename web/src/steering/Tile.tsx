import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FigurePoint, FigureSeen, TileDrawing } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { shortDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { Spark } from '../ui/Spark'
import { going, reached, written } from './numbers'

const tones = { better: 'success', worse: 'danger', same: 'neutral' } as const

/** A figure with where it is going; it opens what it is made of, and its numbers stand in a table one click away. */
export function Tile({ figure, drawing, note, onOpen, tools }: { figure: FigureSeen; drawing: TileDrawing; note?: string; onOpen?: () => void; tools?: ReactNode }) {
  const { t } = useTranslation('steering')
  const text = useText()
  const language = useLanguage()
  const id = useId()
  const last = figure.points.at(-1)
  const way = going(figure)
  const met = reached(figure)
  const name = text(figure.name)
  const said = (point?: FigurePoint) => (point?.few ? t('few') : point?.value === undefined ? t('nothing') : written(point.value, figure.unit, language))
  const unit = figure.unit === 'days' && last?.value !== undefined ? t('days') : ''
  return (
    <article className="card st-tile" aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      {note && <p className="quiet">{note}</p>}
      <p className="st-value num">
        {said(last)} {unit && <span className="st-unit">{unit}</span>}
      </p>
      <p className="st-marks">
        {way && <Pill tone={tones[way]}>{t(`going.${way}`)}</Pill>} {figure.target !== undefined && <span className={met === false ? 'st-missed' : 'quiet'}>{t('target', { value: written(figure.target, figure.unit, language) })}</span>}
      </p>
      {drawing === 'line' && <Spark points={figure.points.map(({ value }) => value)} label={t('drawn', { name })} />}
      {drawing === 'bars' && <Bars figure={figure} label={t('drawn', { name })} />}
      <details>
        <summary>{t('more')}</summary>
        <p>{text(figure.about)}</p>
        <table className="table">
          <caption className="sr-only">{name}</caption>
          <thead>
            <tr>
              <th scope="col">{t('stretch')}</th>
              <th scope="col">{t('value')}</th>
            </tr>
          </thead>
          <tbody>
            {figure.points.map((point) => (
              <tr key={point.from}>
                <th scope="row">
                  {shortDate(point.from, language)}–{shortDate(point.to, language)}
                </th>
                <td className="num">{said(point)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="quiet">
          {figure.law} ({t(`mark.${figure.mark}`)})
        </p>
      </details>
      <div className="st-tools no-print">
        {onOpen && (
          <Button size="small" onClick={onOpen} aria-label={t('open_of', { name })}>
            {t('open')}
          </Button>
        )}
        {tools}
      </div>
    </article>
  )
}

function Bars({ figure, label }: { figure: FigureSeen; label: string }) {
  const id = useId()
  const top = Math.max(...figure.points.map(({ value }) => value ?? 0), figure.unit === 'share' ? 1 : 0) || 1
  const wide = 300 / Math.max(figure.points.length, 1)
  return (
    <svg className="st-bars" viewBox="0 0 300 60" preserveAspectRatio="none" role="img" aria-labelledby={id}>
      <title id={id}>{label}</title>
      {figure.points.map(({ from, value }, at) => {
        const high = ((value ?? 0) / top) * 56
        return <rect key={from} x={at * wide + 3} y={60 - high} width={wide - 6} height={high} fill="currentColor" />
      })}
    </svg>
  )
}
