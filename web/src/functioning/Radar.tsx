import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFunctioning } from '../api/types'
import { useText } from '../i18n/text'
import { Shape } from './Chart'
import { axes, DIMENSIONS, drawn, ESTIMATES, place, RINGS } from './radar'

const box = { size: 300, radius: 96 }

/** The client's own, a close one's and a professional's estimate drawn together on TOIMIA's dimensions; the same as a table beside it. */
export function Radar({ seen, card }: { seen: ClientFunctioning; card: string }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const id = useId()
  const all = axes(seen)
  const origins = ESTIMATES.filter((origin) => all.some(({ of }) => of[origin]))
  if (origins.length === 0) return null
  const named = (code: string) => text(seen.measures.find((measure) => measure.code === code)?.name) || code
  const at = (points: [number, number][]) => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  return (
    <section className={card} aria-labelledby="fn-radar">
      <h2 id="fn-radar">{t('radar.title')}</h2>
      <p className="quiet">{t('radar.about')}</p>
      <div className="fn-radar">
        <figure>
          <svg viewBox={`0 0 ${box.size} ${box.size}`} role="img" aria-labelledby={id}>
            <title id={id}>{t('radar.picture', { who: origins.map((origin) => t(`origin.${origin}`)).join(', ') })}</title>
            {Array.from({ length: RINGS }, (_, ring) => (
              <polygon key={ring} className="fn-ring" points={at(DIMENSIONS.map((_, nth) => place(nth, (ring + 1) / RINGS, box)))} />
            ))}
            {DIMENSIONS.map((dimension, nth) => {
              const [x, y] = place(nth, 1, box)
              const [wordX, wordY] = place(nth, 1.2, box)
              return (
                <g key={dimension}>
                  <line className="fn-ring" x1={box.size / 2} y1={box.size / 2} x2={x} y2={y} />
                  <text className="fn-tick" x={wordX} y={wordY + 4} textAnchor="middle">
                    {t(`radar.short.${dimension}`)}
                  </text>
                </g>
              )
            })}
            {origins.map((origin) => {
              const { points, lines } = drawn(all, origin, box)
              return (
                <g key={origin}>
                  {lines.map((line, nth) => (
                    <polyline key={nth} className={`fn-line fn-${origin}`} points={at(line)} />
                  ))}
                  {points.map(([x, y]) => (
                    <Shape key={`${x}/${y}`} origin={origin} x={x} y={y} />
                  ))}
                </g>
              )
            })}
          </svg>
          <figcaption>
            <ul className="fn-key">
              {origins.map((origin) => (
                <li key={origin}>
                  <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                    <Shape origin={origin} x={8} y={8} />
                  </svg>
                  {t(`origin.${origin}`)}
                </li>
              ))}
            </ul>
          </figcaption>
        </figure>
        <table className="table table-stack">
          <caption className="sr-only">{t('radar.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('radar.dimension')}</th>
              {origins.map((origin) => (
                <th key={origin} scope="col">
                  {t(`origin.${origin}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map(({ dimension, of }) => (
              <tr key={dimension}>
                <th scope="row">{t(`dimension.${dimension}`)}</th>
                {origins.map((origin) => {
                  const standing = of[origin]
                  return (
                    <td key={origin} data-label={t(`origin.${origin}`)}>
                      {standing ? (
                        <span>
                          {text(standing.band)} <span className="quiet">{named(standing.measure)}</span>
                        </span>
                      ) : (
                        <span className="quiet">{t('radar.none')}</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
