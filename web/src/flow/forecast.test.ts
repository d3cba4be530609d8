import { expect, test } from 'vitest'
import { drawn, weekFrom } from './forecast'

const box = { width: 106, height: 130, left: 0, bottom: 22 }

test('weeks go over the change of the clock', () => {
  expect(weekFrom('2026-10-23', 1)).toBe('2026-10-30')
  expect(weekFrom('2026-03-05', -1)).toBe('2026-02-26')
})

test('what was and what is expected meet in now', () => {
  const checked = { weeks: 4, tried: 0, within: 0 }
  const ahead = [{ weeks: 1, expected: 5, low80: 0, high80: 10 }]
  const lines = drawn({ on: '2026-11-23', n: 5, past: [{ weeks_ago: 1, n: 10 }, { weeks_ago: 0, n: 5 }], to_come: { weeks_used: 12, came: 1, went: 1, ahead, checked } }, box)
  expect(lines).toMatchObject({ top: 10, now: 50, past: '0.0,8.0 50.0,58.0', ahead: '50.0,58.0 100.0,58.0', band: '50.0,58.0 100.0,8.0 100.0,108.0', first: '2026-11-16', last: '2026-11-30' })
})

test('a queue that nothing is known of is not drawn', () => {
  expect(drawn({ on: '2026-11-23', n: 3, past: [{ weeks_ago: 0, n: 3 }] }, box)).toBeNull()
})
