import { expect, test } from 'vitest'
import { count, has, nothing, range, set } from './selection'

test('some by name', () => {
  const some = set(nothing, ['a', 'b'], true)
  expect([has(some, 'a'), has(some, 'c'), count(some, 10)]).toEqual([true, false, 2])
  expect(count(set(some, ['a'], false), 10)).toBe(1)
})

test('all but some', () => {
  const but = set({ all: true, ids: new Set() }, ['a'], false)
  expect([has(but, 'a'), has(but, 'z'), count(but, 5000)]).toEqual([false, true, 4999])
  expect(count(set(but, ['a'], true), 5000)).toBe(5000)
})

test('a range either way round', () => {
  const rows = ['a', 'b', 'c', 'd']
  expect(range(rows, 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(range(rows, 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(range(rows, null, 'c')).toEqual(['c'])
  expect(range(rows, 'gone', 'c')).toEqual(['c'])
  expect(range(rows, 'a', 'gone')).toEqual([])
})
