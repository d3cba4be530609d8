import { expect, test } from 'vitest'
import { hetuLooksRight } from './hetu'
import { searchable } from './useClientSearch'

test.each(['010190Y901R', '020516C903K', '290200A902D', '150310B903T', ' 010190y901r '])('%s is a code', (code) => {
  expect(hetuLooksRight(code)).toBe(true)
})
test.each(['010190Y901S', '300200A902D', '010190Y90', '', '010190-999X', 'Virtanen'])('%s is not', (code) => {
  expect(hetuLooksRight(code)).toBe(false)
})
test.each<[string, boolean]>([
  ['v', false],
  ['vi', true],
  ['0101', false],
  ['010190Y901', false],
  ['010190Y901R', true],
  ['  ', false],
  ['010190Y901Rx', true], // too long to be a code: may be another identifier
  ['1.2.246.10.1', true],
])('"%s" is searched: %s', (typed, yes) => expect(searchable(typed)).toBe(yes))
