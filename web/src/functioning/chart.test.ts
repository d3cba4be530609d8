import { expect, test } from 'vitest'
import type { Measurement, MeasureDefinition, MeasurementOrigin } from '../api/types'
import { bandsOf, layout } from './chart'

const box = { width: 400, height: 200, left: 40, bottom: 20 }
const band = (code: string, up_to?: number) => ({ code, up_to, label: { fi: code }, severity: 'good' as const })
const sppb = { code: 'sppb', low: 0, high: 12, bands: [band('low', 6), band('middle', 9), band('good')] } as unknown as MeasureDefinition
const at = (day: string, score: number, origin: MeasurementOrigin = 'professional', ended = false): Measurement =>
  ({ id: day + origin, measure: 'sppb', measured_at: `${day}T08:00:00Z`, score, origin, ended: ended ? { how: 'corrected', at: day } : undefined }) as unknown as Measurement

test('nothing measured is nothing drawn', () => {
  expect(layout(sppb, [], undefined, box)).toBeUndefined()
  expect(layout(sppb, [at('2026-01-01', 5, 'professional', true)], undefined, box)).toBeUndefined()
})

test('time goes to the right, a higher score upwards, and origins are not joined', () => {
  const made = layout(sppb, [at('2026-11-01', 8), at('2026-01-01', 5), at('2026-06-01', 6, 'self')], undefined, box)!
  expect(made.points.map(({ score }) => score)).toEqual([5, 6, 8])
  expect(made.points[0]!.x).toBe(40)
  expect(made.points[2]!.x).toBe(390)
  expect(made.points[2]!.y).toBeLessThan(made.points[0]!.y)
  expect(made.lines).toEqual([{ origin: 'professional', points: [[made.points[0]!.x, made.points[0]!.y], [made.points[2]!.x, made.points[2]!.y]] }])
})

test('the limits stand between their bands, on the whole scale', () => {
  const made = layout(sppb, [at('2026-01-01', 5)], undefined, box)!
  expect([made.low, made.high]).toEqual([0, 12])
  expect(made.limits.map(({ value, below, above }) => [value, below.code, above.code])).toEqual([[6, 'low', 'middle'], [9, 'middle', 'good']])
  expect(made.points[0]!.x).toBe(40 + 0.5 * 350)
  expect(made.limits[0]!.y).toBeLessThan(made.points[0]!.y)
})

test('a wide scale is drawn near its values', () => {
  const weight = { ...sppb, low: 1, high: 400, bands: [] } as unknown as MeasureDefinition
  const made = layout(weight, [at('2026-01-01', 61), at('2026-02-01', 58)], undefined, box)!
  expect(made.low).toBeGreaterThan(50)
  expect(made.high).toBeLessThan(70)
})

test('the limits of the other sex are not drawn', () => {
  const grip = { ...sppb, bands: [{ ...band('weak', 16), sex: 'female' }, { ...band('normal'), sex: 'female' }, { ...band('weak', 27), sex: 'male' }, { ...band('normal'), sex: 'male' }] } as unknown as MeasureDefinition
  expect(bandsOf(grip, 'female').map(({ up_to }) => up_to)).toEqual([16, undefined])
  expect(bandsOf(grip, undefined)).toEqual([])
})
