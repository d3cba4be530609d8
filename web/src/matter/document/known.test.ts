import { describe, expect, it } from 'vitest'
import { knownAt, readKnown, valueAt } from './known'

describe('values filled in beforehand', () => {
  const known = readKnown(['/a/b', '/c/*/d matter.need_reasons', { path: '/e', source: 'client.name' }, 7])

  it('reads paths with and without their source', () => {
    expect(known).toEqual([
      { path: ['a', 'b'], source: undefined },
      { path: ['c'], source: 'matter.need_reasons' },
      { path: ['e'], source: 'client.name' },
    ])
  })

  it('finds the mark for a field and for the rows of a list', () => {
    expect(knownAt(known, ['a', 'b'])?.path).toEqual(['a', 'b'])
    expect(knownAt(known, ['c', 0, 'd'])?.source).toBe('matter.need_reasons')
    expect(knownAt(known, ['a'])).toBeUndefined()
    expect(knownAt(known, ['a', 'x'])).toBeUndefined()
  })

  it('reads the value of a path', () => {
    expect(valueAt({ a: { b: [1, 2] } }, ['a', 'b', 1])).toBe(2)
    expect(valueAt({ a: 1 }, ['a', 'b'])).toBeUndefined()
  })
})
