import { describe, expect, it } from 'vitest'
import type { AlertEvidence } from '../api/types'
import { grouped, hours, placeOf, usefulness } from './evidence'

const thing = (more: Partial<AlertEvidence>): AlertEvidence => ({ source: 'emergency_visit', item: 'record', id: 'e', of_another: false, begun_at: '2026-11-01T10:00:00Z', ...more })

describe('evidence', () => {
  it('leads to where each thing is, and nowhere for another’s', () => {
    expect(placeOf('c', thing({}))).toBe('/clients/c')
    expect(placeOf('c', thing({ item: 'appointment' }))).toBe('/clients/c/appointments')
    expect(placeOf('c', thing({ item: 'assessment' }))).toBe('/clients/c/services')
    expect(placeOf('c', thing({ of_another: true }))).toBeUndefined()
    expect(placeOf('c', thing({ id: undefined }))).toBeUndefined()
    expect(placeOf(undefined, thing({}))).toBeUndefined()
  })

  it('stands in groups, the newest first, another’s apart', () => {
    const older = thing({ id: 'a', begun_at: '2026-10-01T10:00:00Z' })
    const newer = thing({ id: 'b' })
    const carer = thing({ source: 'ward_stay', id: undefined, of_another: true })
    expect(grouped([older, carer, newer])).toEqual([
      ['emergency_visit', [newer, older]],
      ['ward_stay_of_another', [carer]],
    ])
  })
})

describe('figures of use', () => {
  it('a partly useful one counts half, and nobody asked is no figure', () => {
    expect(usefulness({ yes: 0, partly: 0, no: 0 })).toBeUndefined()
    expect(usefulness({ yes: 1, partly: 1, no: 1 })).toBe(50)
    expect(usefulness({ yes: 3, partly: 0, no: 1 })).toBe(75)
  })

  it('hours are exact while they are few', () => {
    expect(hours(90)).toBe(1.5)
    expect(hours(20)).toBe(0.3)
    expect(hours(6_010)).toBe(100)
  })
})
