import { describe, expect, it } from 'vitest'
import { askedBy, type StructureCondition } from './conditions'

const when = (field: string[], is: object, more: Partial<StructureCondition> = {}): StructureCondition => ({ base: ['doc'], field: ['syyt'], when: [{ field, is }], ...more })

describe('what a field is asked by', () => {
  it('an answer asks for another field, and only that answer', () => {
    const rule = [when(['kuultu'], { flag: false })]
    expect(askedBy(rule, { doc: { kuultu: false } })).toEqual({ 'doc/syyt': { kind: 'required' } })
    expect(askedBy(rule, { doc: { kuultu: true } })).toEqual({})
    expect(askedBy(rule, {})).toEqual({})
  })

  it('a field is hidden until its condition holds or something stands in it', () => {
    const rule = [when(['edustaja'], { flag: true }, { shown: true })]
    expect(askedBy(rule, { doc: {} })).toEqual({ 'doc/syyt': { kind: 'hidden' } })
    expect(askedBy(rule, { doc: { syyt: 'Kirjoitettu.' } })).toEqual({})
    expect(askedBy(rule, { doc: { edustaja: true } })).toEqual({ 'doc/syyt': { kind: 'required' } })
  })

  it('rows are asked one by one, by an answer above them or beside them', () => {
    const above: StructureCondition = { base: ['doc'], field: ['rivit', '*', 'hetki'], when: [{ field: ['yhteinen'], is: { flag: true } }] }
    expect(Object.keys(askedBy([above], { doc: { yhteinen: true, rivit: [{ hetki: 'x' }, {}] } }))).toEqual(['doc/rivit/0/hetki', 'doc/rivit/1/hetki'])
    const beside: StructureCondition = { base: ['doc', 'rivit', '*'], field: ['valta'], when: [{ field: ['rooli', '*'], is: { codes: ['31', '32'] } }] }
    expect(Object.keys(askedBy([beside], { doc: { rivit: [{ rooli: [{ code: '1' }] }, { rooli: [{ code: '1' }, { code: '32' }] }] } }))).toEqual(['doc/rivit/1/valta'])
  })

  it('codes without a known number are told by their words', () => {
    const home = [when(['palvelu'], { words: ['Kotihoito'] })]
    expect(askedBy(home, { doc: { palvelu: { code: '7', display: 'kotihoito, yökäynnit' } } })).toEqual({ 'doc/syyt': { kind: 'required' } })
    const other = [when(['palvelu'], { other_words: ['Kotihoito'] })]
    expect(askedBy(other, { doc: { palvelu: { code: '7', display: 'Kotihoito' } } })).toEqual({})
    expect(askedBy(other, { doc: { palvelu: { code: '8', display: 'Muu' } } })).toEqual({ 'doc/syyt': { kind: 'required' } })
    expect(askedBy(other, { doc: {} })).toEqual({})
  })

  it('one of several is asked for until one is answered; anything but yes holds for no answer too', () => {
    const one: StructureCondition = { base: ['doc'], one_of: [['a'], ['b', '*', 'c']], labels: ['A', 'C'] }
    expect(askedBy([one], { doc: {} })).toEqual({ 'doc/a': { kind: 'one_of', fields: 'A, C' }, 'doc/b/c': { kind: 'one_of', fields: 'A, C' } })
    expect(askedBy([one], { doc: { b: [{ c: 'x' }] } })).toEqual({})
    expect(askedBy([{ ...one, by_register: true }], { doc: {} })).toEqual({})
    expect(askedBy([when(['vanha'], { not_flag: true })], { doc: {} })).toEqual({ 'doc/syyt': { kind: 'required' } })
    expect(askedBy([when(['vanha'], { not_flag: true })], { doc: { vanha: true } })).toEqual({})
  })
})
