import { describe, expect, it } from 'vitest'
import { compare, merge, pathKey, same } from './merge'

describe('comparing two versions of a draft', () => {
  const base = { view: 'old', situation: { text: 'home', since: '2026-01-01' }, goals: [{ text: 'church' }] }

  it('finds nothing when both say the same, empty fields included', () => {
    expect(compare(base, { ...base, extra: '' }, base)).toEqual([])
    expect(same(undefined, { a: '', b: [] })).toBe(true)
    expect(same(false, undefined)).toBe(false)
  })

  it('names each field once and tells whose change it is', () => {
    const mine = { ...base, view: 'mine', goals: [{ text: 'church' }, { text: 'sauna' }] }
    const theirs = { ...base, view: 'theirs', situation: { text: 'ward', since: '2026-01-01' } }
    const changes = compare(base, mine, theirs)
    expect(changes.map((c) => [pathKey(c.path), c.changedBy])).toEqual([
      ['view', 'both'],
      ['situation/text', 'theirs'],
      ['goals', 'mine'],
    ])
  })

  it('keeps what each side alone changed and the side chosen where both did', () => {
    const mine = { ...base, view: 'mine', goals: [] }
    const theirs = { ...base, view: 'theirs', situation: { text: 'ward', since: '2026-01-01' } }
    const changes = compare(base, mine, theirs)
    const merged = merge(theirs, changes, (c) => (c.changedBy === 'both' ? 'mine' : c.changedBy === 'mine' ? 'mine' : 'theirs'))
    expect(merged).toEqual({ view: 'mine', situation: { text: 'ward', since: '2026-01-01' }, goals: [] })
  })

  it('shows a part that only one side has field by field', () => {
    const changes = compare({}, { a: { b: 'x' } }, {})
    expect(changes).toEqual([{ path: ['a', 'b'], base: undefined, mine: 'x', theirs: undefined, changedBy: 'mine' }])
  })
})
