import { expect, test } from 'vitest'
import type { LobbyView } from '../api/types'
import { knownOf } from './known'

const view = (known: Record<string, unknown>) => ({ known }) as unknown as LobbyView

test.each<[string, unknown, unknown]>([
  ['a bare value', 'older_people', { value: 'older_people' }],
  ['a list', ['1', '2'], { value: ['1', '2'] }],
  ['a value with its source', { value: 'x', source: { fi: 'Lifecare' } }, { value: 'x', source: { fi: 'Lifecare' } }],
  ['an empty text is not known', '', undefined],
  ['an empty list is not known', [], undefined],
  ['null is not known', null, undefined],
  ['an empty value with a source is not known', { value: '', source: 'y' }, undefined],
])('%s', (_name, raw, known) => expect(knownOf(view({ field: raw }), 'field')).toEqual(known))

test('what was not told is not known', () => {
  expect(knownOf(view({}), 'field')).toBeUndefined()
  expect(knownOf(undefined, 'field')).toBeUndefined()
})
