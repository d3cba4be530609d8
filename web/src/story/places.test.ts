import { describe, expect, test } from 'vitest'
import { byMonth, fromSource, placeOf } from './places'

const entry = (from: string, to?: string, count = 1) => ({ from, to, count })

describe('the story', () => {
  test('what is gathered stands in the month of its last day, a lasting thing in that of its first', () => {
    const months = byMonth([entry('2026-10-01', '2026-10-30', 12), entry('2026-10-02', '2026-11-05'), entry('2026-09-30')])
    expect(months.map(({ month, entries }) => [month, entries.length])).toEqual([
      ['2026-10', 2],
      ['2026-09', 1],
    ])
  })

  test('a thing is opened where it is kept', () => {
    expect(placeOf('c', { item: 'note', id: 'n', matter_id: 'm' })).toBe('/matters/m/notes')
    expect(placeOf('c', { item: 'note', id: 'n' })).toBeUndefined()
    expect(placeOf('c', { item: 'service_request', id: 'r' })).toBe('/clients/c/requests/r')
    expect(placeOf('c', { item: 'decision', id: 'd', matter_id: 'm' })).toBe('/matters/m')
    expect(fromSource({ item: 'Encounter', id: 'e' })).toBe(true)
    expect(fromSource({ item: 'matter', id: 'm' })).toBe(false)
  })
})
