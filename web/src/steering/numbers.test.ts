import { expect, test } from 'vitest'
import { band, going, reached } from './numbers'

const point = (value?: number) => ({ from: '2026-11-01', to: '2026-11-07', value, few: false })

test('which way is better depends on the figure', () => {
  const points = [point(4), point(6)]
  expect(going({ points, better: 'more' })).toBe('better')
  expect(going({ points, better: 'less' })).toBe('worse')
  expect(going({ points, better: 'none' })).toBeUndefined()
  expect(going({ points: [point(), point(6)], better: 'more' })).toBeUndefined()
  expect(going({ points: [point(6), point(6)], better: 'more' })).toBe('same')
})

test('a target is reached from its own side', () => {
  expect(reached({ points: [point(0.9)], better: 'more', target: 1 })).toBe(false)
  expect(reached({ points: [point(0)], better: 'less', target: 0 })).toBe(true)
  expect(reached({ points: [point()], better: 'less', target: 0 })).toBeUndefined()
})

test('the bands stand around the line and what came on them', () => {
  const day = { on: '2026-11-01', expected: 10, low80: 6, high80: 14, low95: 4, high95: 20, came: 20, few: false }
  const made = band([day, { ...day, came: undefined }], { width: 108, height: 126, left: 0, bottom: 20 })!
  expect(made.top).toBe(20)
  expect(made.line).toBe('0.0,56.0 100.0,56.0')
  expect(made.dots).toEqual([[0, 6]])
  expect(made.band95.split(' ')).toHaveLength(4)
  expect(band([], { width: 1, height: 1, left: 0, bottom: 0 })).toBeUndefined()
})
