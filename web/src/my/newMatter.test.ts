import { describe, expect, it } from 'vitest'
import { missing, questions, toRequest, type Answers } from './newMatter'

const empty: Answers = { need_reasons: [] }

describe('starting a matter of my own', () => {
  it('asks only what each kind needs', () => {
    expect(questions('contact', empty)).toEqual(['about', 'needs', 'text', 'urgency', 'reply'])
    expect(questions('contact', { ...empty, about: 'other' })).toEqual(['about', 'who', 'needs', 'text', 'urgency', 'reply'])
    expect(questions('application', empty)).toEqual(['service', 'needs', 'text', 'urgency', 'reply'])
    expect(questions('concern', empty)).toEqual(['who', 'text', 'urgency', 'reply'])
  })

  it('lets the needs be left open and nothing else', () => {
    expect(missing('needs', empty)).toBe(false)
    for (const question of ['about', 'who', 'service', 'text', 'urgency', 'reply'] as const) expect(missing(question, empty)).toBe(true)
    expect(missing('text', { ...empty, text: '   ' })).toBe(true)
    expect(missing('reply', { ...empty, reply_wanted: false })).toBe(false)
  })

  it('sends what was answered and nothing that was not', () => {
    expect(toRequest('application', { ...empty, service_task: 'unknown', text: ' apua ', urgency_felt: 'soon', reply_wanted: true })).toEqual({
      kind: 'application', about: 'self', service_task: undefined, text: 'apua', need_reasons: undefined, urgency_felt: 'soon', concern_about: undefined, reply_wanted: true,
    })
    expect(toRequest('concern', { ...empty, name: 'Naapurin Eino', contact: '', text: 'ei avaa ovea', urgency_felt: 'urgent', reply_wanted: false })).toMatchObject({
      about: 'other', concern_about: { name: 'Naapurin Eino' }, reply_wanted: false,
    })
  })
})
