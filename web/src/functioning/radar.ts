// Where the client stands on TOIMIA's five dimensions, by whose estimate it is; pure.
import type { BandSeverity, ClientFunctioning, Dimension, MeasurementOrigin, Text } from '../api/types'

export const DIMENSIONS: Dimension[] = ['physical', 'mental', 'cognitive', 'social', 'coping']
/** Whose estimates are drawn together; a device estimates nothing. */
export const ESTIMATES: MeasurementOrigin[] = ['self', 'close_one', 'professional']

/** The better, the farther from the middle. */
const STEPS: Record<BandSeverity, number> = { severe: 1, moderate: 2, mild: 3, good: 4 }
export const RINGS = 4

/** What one estimates of a dimension: its gravest newest result. */
export interface Standing {
  measure: string
  band: Text
  step: number
}

export interface Axis {
  dimension: Dimension
  of: Partial<Record<MeasurementOrigin, Standing>>
}

/** Of each dimension and origin the gravest of the newest results that have a band. */
export function axes(seen: Pick<ClientFunctioning, 'profile'>): Axis[] {
  return DIMENSIONS.map((dimension) => {
    const of: Axis['of'] = {}
    for (const { measure, latest } of seen.profile.filter((one) => one.dimension === dimension)) {
      for (const { origin, band } of latest) {
        if (!origin || !band || !ESTIMATES.includes(origin)) continue
        const step = STEPS[band.severity]
        const known = of[origin]
        if (!known || step < known.step) of[origin] = { measure, band: band.label, step }
      }
    }
    return { dimension, of }
  })
}

/** A place on the axis of so many-th dimension, so far from the middle (0–1); the first axis points up. */
export function place(nth: number, part: number, box: { size: number; radius: number }): [number, number] {
  const angle = (nth / DIMENSIONS.length) * 2 * Math.PI - Math.PI / 2
  const middle = box.size / 2
  return [middle + Math.cos(angle) * box.radius * part, middle + Math.sin(angle) * box.radius * part]
}

/** The points of one origin, and the lines between those that stand on neighbouring axes: what is not known is not joined over. */
export function drawn(all: Axis[], origin: MeasurementOrigin, box: { size: number; radius: number }) {
  const points = all.map((axis, nth) => {
    const standing = axis.of[origin]
    return standing && place(nth, standing.step / RINGS, box)
  })
  const lines = points.flatMap((point, nth): [number, number][][] => {
    const next = points[(nth + 1) % points.length]
    return point && next ? [[point, next]] : []
  })
  return { points: points.filter((point) => point !== undefined), lines, whole: points.every(Boolean) }
}
