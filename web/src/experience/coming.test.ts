import { describe, expect, it } from 'vitest'
import type { ClientMatter, OwnAppointment, OwnFeedback, OwnReminder } from '../api/types'
import { coming } from './coming'

const appointment = (id: string, starts_at: string, state = 'booked') => ({ id, starts_at, ends_at: starts_at, state, why: 'Käynti' }) as OwnAppointment
const none = { appointments: [], matters: [], goals: [], feedback: [], reminders: [] }

describe('what is ahead', () => {
  it('stands by when it comes, whatever it is', () => {
    const all = coming(
      {
        appointments: [appointment('a', '2026-11-25T08:00:00Z'), appointment('old', '2026-11-20T08:00:00Z'), appointment('no', '2026-11-26T08:00:00Z', 'cancelled')],
        matters: [{ id: 'm', hearings: [{ id: 'h', answer_by: '2026-11-24', question: '?' }, { id: 'h2', answer_by: '2026-11-24', question: '?', answered_at: '2026-11-20T08:00:00Z' }] } as ClientMatter],
        goals: [
          { words: 'Kävelen kauppaan', measure: 'Kävelynopeus', due_on: '2026-11-25', carriers: [], shared: false },
          { words: 'Vanha', due_on: '2026-11-01', carriers: [], shared: false },
        ],
        feedback: [{ id: 'f', closes_on: '2026-12-20', state: 'open' } as OwnFeedback, { id: 'f2', closes_on: '2026-12-20', state: 'answered' } as OwnFeedback],
        reminders: [{ id: 'r', words: 'Verenpaine', next_at: '2026-11-23T11:00:00Z' } as OwnReminder, { id: 'r2', words: 'Ohi' } as OwnReminder],
      },
      '2026-11-23T10:00:00Z',
      '2026-11-23',
    )
    expect(all.map(({ kind }) => kind)).toEqual(['reminder', 'hearing', 'appointment', 'measure', 'feedback'])
    expect(all[3]?.words).toBe('Kävelynopeus')
  })

  it('is empty when nothing is', () => {
    expect(coming(none, '2026-11-23T10:00:00Z', '2026-11-23')).toEqual([])
  })
})
