import { expect, test } from 'vitest'
import { moved, readColumns, usual } from './columns'

test('kept columns are read whatever was kept', () => {
  expect(readColumns(null)).toEqual(usual)
  expect(readColumns([])).toEqual(usual)
  expect(readColumns(['number', 'nonsense', 'number', 'due'])).toEqual(['client', 'number', 'due'])
  expect(readColumns(['sender', 'client'])).toEqual(['sender', 'client'])
})

test('a column moves a step and not over the edge', () => {
  expect(moved(['due', 'client', 'number'], 'client', -1)).toEqual(['client', 'due', 'number'])
  expect(moved(['due', 'client', 'number'], 'client', 1)).toEqual(['due', 'number', 'client'])
  expect(moved(['due', 'client'], 'due', -1)).toEqual(['due', 'client'])
  expect(moved(['due', 'client'], 'sender', 1)).toEqual(['due', 'client'])
})
