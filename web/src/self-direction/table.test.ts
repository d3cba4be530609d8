import { describe, expect, it } from 'vitest'
import type { ClientSelfDirection, SharingParty, WillExpression } from '../api/types'
import { at, changed, filled, nearest, percent, step, willsOf, type Draft } from './table'

const text = { fi: 'x' }
const options = [
  { choice: 'share' as const, label: text, weight: 0 },
  { choice: 'ask' as const, label: text, weight: 50 },
  { choice: 'keep' as const, label: text, weight: 100 },
]
const party = (code: SharingParty, fallback: 'share' | 'ask') => ({ party: code, label: text, about: text, options, situations: ['ordinary' as const, 'planning' as const], default: fallback })
const law = { text, law: 'laki', mark: 'memory' as const }
const now: ClientSelfDirection = {
  text_version: '1',
  percent: 25,
  groups: ['health', 'plans'].map((code) => ({ code, label: text, about: text })),
  parties: [party('own_team', 'share'), party('other_units', 'ask')],
  situations: [],
  laws: [
    { ...law, party: 'own_team', groups: ['health', 'plans'], effect: 'wish' },
    { ...law, party: 'other_units', groups: ['health'], effect: 'will', register: 'patient' },
    { ...law, party: 'other_units', groups: ['plans'], effect: 'wish' },
  ],
  presets: [
    { code: 'all', percent: 0, label: text, about: text, choices: [] },
    {
      code: 'none',
      percent: 100,
      label: text,
      about: text,
      choices: (['own_team', 'other_units'] as const).flatMap((one) => ['health', 'plans'].map((group) => ({ party: one, group, choice: 'keep' as const }))),
    },
  ],
  cells: [
    { situation: 'ordinary', party: 'own_team', group: 'health', choice: 'ask', own: true },
    { situation: 'planning', party: 'own_team', group: 'health', choice: 'ask', own: false },
    { situation: 'ordinary', party: 'own_team', group: 'plans', choice: 'share', own: false },
    { situation: 'ordinary', party: 'other_units', group: 'health', choice: 'ask', own: false },
    { situation: 'ordinary', party: 'other_units', group: 'plans', choice: 'ask', own: false },
  ],
  can_undo: false,
  kept: [],
  viewers: [],
}
const none: Draft = new Map()

describe('a table being changed', () => {
  it('counts as the node does, and another situation follows the ordinary one', () => {
    expect(percent(now, none)).toBe(38) // (50 + 0 + 50 + 50) / 4 = 37.5
    const draft = changed(now, none, { situation: 'ordinary', party: 'own_team', group: 'health', choice: 'keep' })
    expect(at(now, draft, { situation: 'planning', party: 'own_team', group: 'health' })).toEqual({ choice: 'keep', own: false })
    expect(percent(now, draft)).toBe(50)
  })

  it('has no change where nothing changes, and goes back to what holds by itself', () => {
    const same = changed(now, none, { situation: 'ordinary', party: 'own_team', group: 'health', choice: 'ask' })
    expect(same.size).toBe(0)
    const back = changed(now, none, { situation: 'ordinary', party: 'own_team', group: 'health' })
    expect(at(now, back, { situation: 'ordinary', party: 'own_team', group: 'health' })).toEqual({ choice: 'share', own: false })
  })

  it('fills in a preset but for what permits decide, and says what those would be', () => {
    const preset = now.presets[1]!
    const draft = filled(now, none, preset)
    expect([...draft.keys()]).toEqual(['ordinary/own_team/health', 'ordinary/own_team/plans', 'ordinary/other_units/plans'])
    expect(percent(now, draft)).toBe(88)
    expect(nearest(now, 88)?.code).toBe('none')
    expect(nearest(now, 50)?.code).toBe('all')
    expect(willsOf(now, preset)).toEqual([{ register: 'patient', choice: 'keep' }])
  })

  it('gives and withdraws one thing at a time', () => {
    const said = (kind: 'permit' | 'denial') => ({ id: kind, kind, level: kind === 'permit' ? 'all' : 'controller', register: 'patient' }) as WillExpression
    expect(step([], 'patient', 'ask')).toBeUndefined()
    expect(step([], 'patient', 'keep')).toEqual({ say: 'denial_patient' })
    expect(step([said('permit')], 'patient', 'share')).toBeUndefined()
    expect(step([said('permit')], 'patient', 'ask')).toEqual({ end: said('permit') })
    expect(step([said('permit'), said('denial')], 'patient', 'share')).toEqual({ end: said('denial') })
    expect(step([said('denial')], 'social', 'share')).toEqual({ say: 'permit_social' })
  })
})
