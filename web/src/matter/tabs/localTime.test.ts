import { describe, expect, it } from 'vitest'
import { clockText, fromLocal, localNow, readClock } from './localTime'

describe('times by the clock of Helsinki', () => {
  it.each([
    ['2026-11-24T14:20', '2026-11-24T12:20:00.000Z'],
    ['2026-07-01T00:30', '2026-06-30T21:30:00.000Z'],
    ['2026-03-29T05:00', '2026-03-29T02:00:00.000Z'],
    ['2026-10-25T12:00', '2026-10-25T10:00:00.000Z'],
  ])('%s is %s', (local, instant) => {
    expect(fromLocal(local)).toBe(instant)
    expect(localNow(new Date(instant))).toBe(local)
  })
  it('reads a typed time of day', () => {
    expect(readClock('9.05')).toBe('09:05')
    expect(readClock(' 14:20 ')).toBe('14:20')
    for (const bad of ['24.00', '9.60', '905', '', 'kahdelta']) expect(readClock(bad)).toBeUndefined()
    expect(clockText(new Date('2026-11-24T12:20:00Z'))).toBe('14.20')
  })
  it('knows what is no time', () => expect(fromLocal('huomenna')).toBeUndefined())
})
