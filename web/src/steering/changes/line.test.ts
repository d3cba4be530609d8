import { expect, test } from 'vitest'
import type { FigurePoint } from '../../api/types'
import { changeLine, height, width } from './line'

const point = (at: number, value?: number): FigurePoint => ({ from: `2026-0${1 + Math.floor(at / 4)}-0${1 + (at % 4) * 2}`, to: `2026-0${1 + Math.floor(at / 4)}-0${2 + (at % 4) * 2}`, value, few: value === undefined, of: value })

test('the change stands between the stretches before it and after it', () => {
  const points = Array.from({ length: 12 }, (_, at) => point(at, at))
  const drawn = changeLine(points, points[6]!.from, false)
  expect(drawn.change).toBeCloseTo(width / 2)
  expect(drawn.pieces).toHaveLength(1)
  expect(drawn.pieces[0]!.every(([x, y]) => x >= 0 && x <= width && y >= 0 && y <= height)).toBe(true)
  // While nothing has come after it, the left half is all there is.
  const young = changeLine(points.slice(0, 6), '2026-09-01', false)
  expect(young.change).toBeCloseTo(width / 2)
  expect(Math.max(...young.pieces[0]!.map(([x]) => x))).toBeLessThan(width / 2)
})

test('what is not told is a gap, and one alone is a dot', () => {
  const drawn = changeLine([point(0, 3), point(1), point(2, 4), point(3, 5)], '2026-01-07', true)
  expect(drawn.dots).toHaveLength(1)
  expect(drawn.pieces).toHaveLength(1)
})
