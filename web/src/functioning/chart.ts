// Where the points, the limits and the axis of a measure's line stand; pure.
import type { BandSex, Measurement, MeasurementOrigin, MeasureBand, MeasureDefinition } from '../api/types'

export interface Plotted {
  id: string
  origin: MeasurementOrigin
  at: string
  score: number
  x: number
  y: number
}

export interface Limit {
  value: number
  y: number
  /** What is below the limit and what is above it. */
  below: MeasureBand
  above: MeasureBand
}

export interface Layout {
  points: Plotted[]
  /** One line for each origin: what one measured is never joined to what another estimates. */
  lines: { origin: MeasurementOrigin; points: [number, number][] }[]
  limits: Limit[]
  low: number
  high: number
}

/** The bands of one sex, or of all. */
export function bandsOf(measure: MeasureDefinition, sex: BandSex | undefined): MeasureBand[] {
  return measure.bands.filter((band) => !band.sex || band.sex === sex)
}

/** Places the scores of a measure in a box, time to the right, the higher score upwards, with the limits between its bands. */
export function layout(measure: MeasureDefinition, all: Measurement[], sex: BandSex | undefined, box: { width: number; height: number; left: number; bottom: number }): Layout | undefined {
  const scored = all
    .filter((one) => one.measure === measure.code && !one.ended && one.score !== undefined)
    .map((one) => ({ id: one.id, origin: one.origin, at: one.measured_at, score: one.score ?? 0, time: Date.parse(one.measured_at) }))
    .sort((a, b) => a.time - b.time)
  const first = scored[0]
  const last = scored.at(-1)
  if (!first || !last) return undefined
  const bands = bandsOf(measure, sex)
  const ends = bands.slice(0, -1).flatMap((band, index) => {
    const [value, above] = [band.below ?? band.up_to, bands[index + 1]]
    return value === undefined || !above ? [] : [{ value, below: band, above }]
  })
  const scores = scored.map(({ score }) => score)
  const [least, most] = [Math.min(...scores), Math.max(...scores)]
  // A scale with few points is drawn whole; another from its values, with the limits that lie near them.
  const whole = measure.low !== undefined && measure.high !== undefined && measure.high - measure.low <= 100
  const reach = Math.max((most - least) * 0.75, Math.abs(most) * 0.15, 1)
  const near = ends.filter(({ value }) => value >= least - reach && value <= most + reach).map(({ value }) => value)
  const [bottom, top] = [Math.min(least, ...near), Math.max(most, ...near)]
  const room = Math.max((top - bottom) * 0.1, whole ? 0 : Math.abs(top) * 0.02, 0.01)
  const low = whole ? (measure.low ?? 0) : Math.max(bottom - room, measure.low ?? -Infinity)
  const high = whole ? (measure.high ?? 1) : Math.min(top + room, measure.high ?? Infinity)
  const span = last.time - first.time
  const x = (time: number) => box.left + (span === 0 ? 0.5 : (time - first.time) / span) * (box.width - box.left - 10)
  const y = (value: number) => 8 + (1 - (value - low) / (high - low || 1)) * (box.height - box.bottom - 16)
  const points = scored.map(({ time, ...one }) => ({ ...one, x: x(time), y: y(one.score) }))
  const origins = [...new Set(points.map(({ origin }) => origin))]
  return {
    points,
    lines: origins.map((origin) => ({ origin, points: points.filter((one) => one.origin === origin).map((one): [number, number] => [one.x, one.y]) })).filter((line) => line.points.length > 1),
    limits: ends.filter(({ value }) => value >= low && value <= high).map((end) => ({ ...end, y: y(end.value) })),
    low,
    high,
  }
}
