import { expect, test } from 'vitest'
import type { BandSeverity, ClientFunctioning, Dimension, MeasurementOrigin } from '../api/types'
import { axes, drawn, place } from './radar'

const box = { size: 200, radius: 80 }
const latest = (origin: MeasurementOrigin | undefined, severity?: BandSeverity) => ({ origin, measured_at: '2026-11-01T08:00:00Z', readings: [], band: severity && { code: severity, severity, label: { fi: severity } } })
const of = (measure: string, dimension: Dimension, ...all: ReturnType<typeof latest>[]) => ({ measure, dimension, latest: all })
const seen = (...profile: ReturnType<typeof of>[]) => ({ profile }) as Pick<ClientFunctioning, 'profile'>

test('each dimension has the gravest of the newest of each origin, and origins stay apart', () => {
  const all = axes(seen(of('sppb', 'physical', latest('professional', 'moderate')), of('tug', 'physical', latest('professional', 'severe'), latest('self', 'good')), of('weight', 'physical', latest('device', 'severe'), latest('self')), of('weight_change', 'physical', latest(undefined, 'severe')), of('own_estimate', 'coping', latest('self', 'mild'), latest('close_one', 'moderate'))))
  expect(all.map(({ dimension }) => dimension)).toEqual(['physical', 'mental', 'cognitive', 'social', 'coping'])
  expect(all[0]!.of).toEqual({ professional: { measure: 'tug', band: { fi: 'severe' }, step: 1 }, self: { measure: 'tug', band: { fi: 'good' }, step: 4 } })
  expect(all[1]!.of).toEqual({})
  expect([all[4]!.of.self?.step, all[4]!.of.close_one?.step]).toEqual([3, 2])
})

test('the first axis points up, and the better is the farther', () => {
  expect(place(0, 1, box)).toEqual([100, 20])
  const [x, y] = place(0, 0.25, box)
  expect([Math.round(x), Math.round(y)]).toEqual([100, 80])
})

test('what is not known is not joined over', () => {
  const some = axes(seen(of('a', 'physical', latest('self', 'good')), of('b', 'mental', latest('self', 'good')), of('c', 'social', latest('self', 'good'))))
  const made = drawn(some, 'self', box)
  expect([made.points.length, made.lines.length, made.whole]).toEqual([3, 1, false])
  expect(drawn(some, 'professional', box)).toEqual({ points: [], lines: [], whole: false })
  const every = axes(seen(...(['physical', 'mental', 'cognitive', 'social', 'coping'] as const).map((dimension) => of(dimension, dimension, latest('professional', 'mild')))))
  expect([drawn(every, 'professional', box).lines.length, drawn(every, 'professional', box).whole]).toEqual([5, true])
})
