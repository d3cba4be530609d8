import { expect, test } from 'vitest'
import type { MeasureDefinition, MeasureItem } from '../api/types'
import { answerOf, draftsOf, missing, numberOf, rowsOf, withUnit, written } from './answers'

const item = (fields: Partial<MeasureItem>): MeasureItem => ({ code: 'a', kind: 'number', label: { fi: 'A' }, decimals: 0, optional: false, steps: [], options: [], ...fields })
const walk = item({ code: 'walk', kind: 'time', low: 0.5, high: 120, unable: 0 })
const words = item({ code: 'words', kind: 'text', optional: true })
const measure = { items: [walk, words] } as unknown as MeasureDefinition

test('a number is read as people write it', () => {
  expect(['4,82', '4.82', ' 12 ', '−2', '1 200'].map(numberOf)).toEqual([4.82, 4.82, 12, -2, 1200])
  expect(['', 'abc', '4,8,2', '1e5', '.5', '5.'].map(numberOf)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined])
})

test('an answer is what the item asks for', () => {
  expect(answerOf(walk, '6,2')).toBe(6.2)
  expect(answerOf(walk, 'unable')).toBe('unable')
  expect(answerOf(walk, ' ')).toBeUndefined()
  expect(answerOf(words, ' Jumppa auttaa. ')).toBe('Jumppa auttaa.')
})

test('the rows are whole or none', () => {
  expect(rowsOf(measure, [{ walk: '6,2' }])).toEqual([{ walk: 6.2 }])
  expect(rowsOf(measure, [{ walk: '6,2', words: 'Hyvin' }])).toEqual([{ walk: 6.2, words: 'Hyvin' }])
  expect(rowsOf(measure, [{ words: 'Hyvin' }])).toBeUndefined()
  expect(rowsOf(measure, [{ walk: 'kuusi' }])).toBeUndefined()
  expect(rowsOf(measure, [{ walk: '6' }, {}])).toBeUndefined()
})

test('what is missing is told', () => {
  expect([undefined, 'x', '0,4', '121', '6', 'unable'].map((typed) => missing(walk, typed))).toEqual(['required', 'not_number', 'out_of_range', 'out_of_range', undefined, undefined])
  expect(missing(words, undefined)).toBeUndefined()
})

test('numbers are written for the reader and can be mended', () => {
  expect([written(0.8, 2, 'fi'), written(0.8, 2, 'en'), written(-5, 1, 'sv'), written(-0.01, 1, 'fi')]).toEqual(['0,80', '0.80', '−5,0', '0,0'])
  expect([withUnit(5, { decimals: 0, unit: '/12' }, 'fi'), withUnit(0.52, { decimals: 2, unit: 'm/s' }, 'fi'), withUnit(7, { decimals: 0 }, 'fi')]).toEqual(['5/12', '0,52 m/s', '7'])
  expect(draftsOf([{ walk: 6.2, words: 'Hyvin' }, { walk: 'unable' }], 'fi')).toEqual([{ walk: '6,2', words: 'Hyvin' }, { walk: 'unable' }])
})
