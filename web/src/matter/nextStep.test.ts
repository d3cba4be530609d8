import { describe, expect, it } from 'vitest'
import type { Matter } from '../api/types'
import { nextStep } from './nextStep'

const base: Matter = {
  id: 'm', version: 1, number: '1', clients: [], situation: 'guidance', service_task: 'older_people', urgency: 'soon', lane: 'first_contact',
  state: 'open', team: { id: 't', name: 'T' }, handler: { id: 'h', name: 'H' }, initiated_on: '2026-11-01', badges: [],
  permitted_actions: ['take', 'document', 'decide', 'customership'], need_reasons: [], notifier: '1',
  routing: { proposed_team: { id: 't', name: 'T' }, why: [] }, deadlines: [], steps: [], documents: [], decisions: [],
  can: { move_to: ['assessment'], refusals: [] },
}
const document = (kind: 'assessment' | 'plan', state: 'draft' | 'final') => ({ id: `${kind}1`, kind, state, title: { fi: kind }, updated_at: '' })

describe('what to do next', () => {
  it('begins by taking a matter that nobody has', () => {
    expect(nextStep({ ...base, handler: undefined })).toEqual({ kind: 'take' })
    expect(nextStep({ ...base, handler: undefined, permitted_actions: [] })).toEqual({ kind: 'move', to: 'assessment' })
  })

  it('goes from contact to assessment to plan to decision to managing', () => {
    expect(nextStep(base)).toEqual({ kind: 'move', to: 'assessment' })
    const assessing = { ...base, lane: 'assessment' as const, can: { move_to: [], refusals: [] } }
    expect(nextStep(assessing)).toEqual({ kind: 'start_document', document: 'assessment' })
    expect(nextStep({ ...assessing, documents: [document('assessment', 'draft')] })).toEqual({ kind: 'go_on_document', document: 'assessment', id: 'assessment1' })
    expect(nextStep({ ...assessing, documents: [document('assessment', 'final')], can: { move_to: ['planning'], refusals: [] } })).toEqual({ kind: 'move', to: 'planning' })
    const deciding = { ...base, lane: 'decision' as const, can: { move_to: [], refusals: [] } }
    expect(nextStep(deciding)).toEqual({ kind: 'start_decision' })
    expect(nextStep({ ...deciding, decisions: [{ id: 'd', client_id: 'c', force: 'in_force', state: 'decided' }] })).toEqual({ kind: 'go_on_decision', id: 'd', state: 'decided' })
    expect(nextStep({ ...deciding, decisions: [{ id: 'd', client_id: 'c', force: 'in_force', state: 'sent' }], can: { move_to: ['managing'], refusals: [] } })).toEqual({ kind: 'move', to: 'managing' })
    expect(nextStep({ ...base, lane: 'managing' })).toEqual({ kind: 'open_customership' })
  })

  it('offers nothing the server does not allow', () => {
    expect(nextStep({ ...base, can: { move_to: [], refusals: [] } })).toEqual({ kind: 'none' })
    expect(nextStep({ ...base, lane: 'assessment', permitted_actions: [] })).toEqual({ kind: 'none' })
    expect(nextStep({ ...base, state: 'closed' })).toEqual({ kind: 'none' })
    expect(nextStep({ ...base, state: 'closed', permitted_actions: ['reopen'] })).toEqual({ kind: 'reopen' })
    expect(nextStep({ ...base, state: 'returned', permitted_actions: ['resend'] })).toEqual({ kind: 'resend' })
  })
})
