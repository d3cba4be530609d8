import { describe, expect, it } from 'vitest'
import { placeOf, urgencyOf } from './places'

describe('a request', () => {
  it('is late after its day, and not on it', () => {
    const on = (due_on: string, days_left: number) => urgencyOf({ due_on, days_left, waits_for: 'receiver' }, '2026-11-20')
    expect(on('2026-11-20', 0)).toBe('soon')
    // A Sunday after a Friday: no working day has passed, and yet the day has.
    expect(on('2026-11-19', 0)).toBe('late')
    expect(on('2026-11-23', 1)).toBe('soon')
    expect(on('2026-11-24', 2)).toBe('calm')
  })
  it('has no time when it is over', () => {
    expect(urgencyOf({ due_on: undefined, days_left: undefined, waits_for: undefined }, '2026-11-20')).toBe('none')
  })
  it('is looked at on its own page; what has no page is named only', () => {
    expect(placeOf('c', { item: 'service_request', id: 'r' })).toBe('/clients/c/requests/r')
    expect(placeOf('c', { item: 'assessment', id: 'a' })).toBeUndefined()
  })
})
