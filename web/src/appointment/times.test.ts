import { describe, expect, it } from 'vitest'
import { dayOf, minutesOf, plusDays, span } from './times'

describe('times of appointments in Finland', () => {
  it('tells the day and the hours by the clock on the wall', () => {
    expect(dayOf('2026-11-19T22:30:00Z')).toBe('2026-11-20')
    expect(span('2026-11-19T08:00:00Z', '2026-11-19T09:00:00Z')).toBe('10.00–11.00')
    expect(span('2026-06-19T08:00:00Z', '2026-06-19T09:30:00Z')).toBe('11.00–12.30')
    expect(minutesOf('2026-06-19T08:00:00Z', '2026-06-19T09:30:00Z')).toBe(90)
  })
  it('counts days over a change of clocks and a change of year', () => {
    expect(plusDays('2026-03-28', 1)).toBe('2026-03-29')
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(plusDays('2026-11-22', -7)).toBe('2026-11-15')
  })
})
