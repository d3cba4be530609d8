import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { BandSex, Measurement, MeasurementOrigin, MeasureDefinition } from '../api/types'
import { useWhen } from '../client/when'
import { useLanguage, useText } from '../i18n/text'
import { withUnit, written } from './answers'
import { layout } from './chart'

const box = { width: 560, height: 220, left: 44, bottom: 24 }

/** Whose it is, told by shape and not by colour alone. */
export function Shape({ origin, x, y }: { origin: MeasurementOrigin; x: number; y: number }) {
  const shape = {
    professional: <circle cx={x} cy={y} r="5" />,
    self: <rect x={x - 5} y={y - 5} width="10" height="10" />,
    close_one: <polygon points={`${x},${y - 6} ${x + 6},${y + 5} ${x - 6},${y + 5}`} />,
    device: <polygon points={`${x},${y - 7} ${x + 7},${y} ${x},${y + 7} ${x - 7},${y}`} />,
  }
  return <g className={`fn-point fn-${origin}`}>{shape[origin]}</g>
}

/** A measure over time with the limits between its bands; the numbers stand in the table beside it. */
export function Chart({ measure, all, sex }: { measure: MeasureDefinition; all: Measurement[]; sex?: BandSex }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const when = useWhen()
  const language = useLanguage()
  const id = useId()
  const made = layout(measure, all, sex, box)
  if (!made) return null
  const [first, last] = [made.points[0], made.points.at(-1)]
  const right = box.width - 4
  return (
    <figure className="fn-chart">
      <svg viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-labelledby={id}>
        <title id={id}>{t('chart', { name: text(measure.name), count: made.points.length })}</title>
        <line className="fn-axis" x1={box.left} x2={box.left} y1="4" y2={box.height - box.bottom} />
        <text className="fn-tick" x={box.left - 6} y="14" textAnchor="end">
          {written(made.high, measure.decimals, language)}
        </text>
        <text className="fn-tick" x={box.left - 6} y={box.height - box.bottom} textAnchor="end">
          {written(made.low, measure.decimals, language)}
        </text>
        {made.limits.map(({ value, y }) => (
          <g key={value}>
            <line className="fn-limit" x1={box.left} x2={right} y1={y} y2={y} />
            <text className="fn-tick" x={box.left - 6} y={y + 4} textAnchor="end">
              {written(value, measure.decimals, language)}
            </text>
          </g>
        ))}
        {made.lines.map((line) => (
          <polyline key={line.origin} className={`fn-line fn-${line.origin}`} points={line.points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
        ))}
        {made.points.map(({ id: key, origin, x, y }) => (
          <Shape key={key} origin={origin} x={x} y={y} />
        ))}
        {first && last && first.at !== last.at && (
          <>
            <text className="fn-tick" x={box.left} y={box.height - 6}>
              {when.day(first.at)}
            </text>
            <text className="fn-tick" x={right} y={box.height - 6} textAnchor="end">
              {when.day(last.at)}
            </text>
          </>
        )}
      </svg>
      <figcaption>
        <ul className="fn-key">
          {[...new Set(made.points.map(({ origin }) => origin))].map((origin) => (
            <li key={origin}>
              <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <Shape origin={origin} x={8} y={8} />
              </svg>
              {t(`origin.${origin}`)}
            </li>
          ))}
        </ul>
        {made.limits.length > 0 && (
          <ul className="fn-limits">
            {made.limits.map(({ value, below, above }) => (
              <li key={value}>{t('limit', { value: withUnit(value, measure, language), below: text(below.label), above: text(above.label) })}</li>
            ))}
          </ul>
        )}
      </figcaption>
    </figure>
  )
}
