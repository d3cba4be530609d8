import { describe, expect, it } from 'vitest'
import { fromFinnishDate, toFinnishDate } from './dates'

describe('dates as they are written in Finland', () => {
  it.each([
    ['4.3.1975', '1975-03-04'],
    ['04.03.1975', '1975-03-04'],
    ['29.2.2024', '2024-02-29'],
    ['3/1975', '1975-03'],
    ['1975', '1975'],
    ['2026-11-24', '2026-11-24'],
  ])('%s is %s', (text, iso) => expect(fromFinnishDate(text)).toBe(iso))

  it.each(['31.2.2026', '29.2.2023', '13/2026', '4.3.75', 'eilen', ''])('%s is not a date', (text) =>
    expect(fromFinnishDate(text)).toBeUndefined(),
  )

  it.each([
    ['2026-11-04', '4.11.2026'],
    ['2026-11', '11/2026'],
    ['2026', '2026'],
    ['2026-11-04T10:00:00Z', '4.11.2026'],
    [undefined, ''],
  ])('%s is shown as %s', (iso, text) => expect(toFinnishDate(iso)).toBe(text))
})
