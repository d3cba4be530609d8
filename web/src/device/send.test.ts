import { expect, test } from 'vitest'
import type { Measurement, SafetyAssessment } from '../api/types'
import { changed, complete, newSafety, saved, type MeasureEntry, type SafetyEntry, type Visit } from './model'
import { anew, chosen, chosenTalk, keepBoth, sorted, standing } from './send'

const ME = 'me'
const entry = {
  kind: 'measure', id: 'e', visit: 'v', begun_at: '2026-11-23T09:00:00.000Z', state: 'ready', measure: 'pain', drafts: [{ now: '4' }], origin: 'professional',
  measured_at: '2026-11-23T09:00:00.120Z', note: '', key: 'k', known: ['before'],
} satisfies MeasureEntry

const measurement = (over: Partial<Measurement>): Measurement => ({
  id: 'x', measure: 'pain', measure_version: '1', rules_version: '1', rows: [{ now: 7 }], origin: 'professional', measured_at: '2026-11-23T09:20:00Z',
  recorded_at: '2026-11-23T09:21:00Z', recorded_by: { id: 'other', name: 'Jukka Laine' }, by_another: false, permitted_actions: [], ...over,
})

test('an answer that was lost on its way is found, by the moment it was measured and who recorded it', () => {
  const mine = measurement({ measured_at: '2026-11-23T09:00:00.120000Z', recorded_by: { id: ME, name: 'Minä' } })
  expect(standing(entry, [measurement({}), mine], ME)).toEqual({ mine })
})

test('the same measure of the same day by another is a conflict; what was known, is of another day or another origin is not', () => {
  const rival = measurement({})
  expect(standing(entry, [rival], ME)).toEqual({ rival })
  for (const other of [
    measurement({ id: 'before' }),
    measurement({ measured_at: '2026-11-22T21:59:00Z' }),
    measurement({ origin: 'self', recorded_by: undefined }),
    measurement({ measure: 'tug' }),
    measurement({ ended: { how: 'withdrawn', at: '2026-11-23T09:30:00Z' } }),
    measurement({ recorded_by: { id: ME, name: 'Minä' } }),
  ]) {
    expect(standing(entry, [other], ME)).toBeUndefined()
  }
  // 22:30 UTC is the next day in Helsinki.
  expect(standing({ ...entry, measured_at: '2026-11-22T22:30:00.000Z' }, [rival], ME)).toEqual({ rival })
})

test('kept both: the one that was seen is no conflict any more, another is', () => {
  const both = keepBoth({ ...entry, state: 'conflict', rival: measurement({}) })
  expect([both.state, both.rival, both.key]).toEqual(['ready', undefined, 'k'])
  expect(standing(both, [measurement({})], ME)).toBeUndefined()
  expect(standing(both, [measurement({ id: 'y' })], ME)).toMatchObject({ rival: { id: 'y' } })
})

const answer = (words: string) => ({ answer: 'risk' as const, words, pictures: [], at: '2026-11-23T09:20:00Z', by: 'other' })
const draft: SafetyAssessment = {
  id: 'a', version: 3, state: 'draft', register: 'social', rules_version: '1', begun_at: '2026-11-20T09:00:00Z', saved_at: '2026-11-20T09:00:00Z', permitted_actions: ['answer'],
  answers: { stove: answer('Liesi jäi päälle.'), rugs: answer('Matto liukuu.') },
}
const visit: Visit = { kind: 'visit', id: 'v', client: 'c', name: 'Virtanen, Aino', taken_at: '2026-11-23T08:00:00Z', functioning: { measures: [], recordable: [], profile: [], places: [] } }
const safety: SafetyEntry = {
  ...newSafety(visit, draft, '2026-11-23T09:00:00Z', { id: 'e', key: 'k' }),
  said: { stove: { answer: 'fine', words: '' }, rugs: { answer: 'risk', words: 'Matto liukuu.' }, warmth: { answer: 'fine', words: '' } },
}

test('only what was changed is sent; what is there already is not sent again; what another changed is a conflict', () => {
  expect(changed(safety)).toEqual(['stove', 'warmth'])
  expect(sorted(safety, draft)).toEqual({ there: [], put: ['stove', 'warmth'], rivals: [] })
  const there = { ...draft, answers: { ...draft.answers, warmth: { ...answer(''), answer: 'fine' as const, words: undefined } } }
  expect(sorted(safety, there)).toEqual({ there: ['warmth'], put: ['stove'], rivals: [] })
  const other = { ...draft, answers: { ...draft.answers, stove: answer('Liesivahti asennettu, ei toimi.') } }
  expect(sorted(safety, other)).toEqual({ there: [], put: ['warmth'], rivals: ['stove'] })
})

test('each conflict is chosen by itself, and all chosen go on', () => {
  const theirs = answer('Liesivahti asennettu, ei toimi.')
  const open: SafetyEntry = { ...safety, state: 'conflict', rivals: { stove: theirs, warmth: null }, talk_rival: { took_part: 'not_along', own_view: 'Ei' }, talk: { took_part: 'along', own_view: '' } }
  const one = chosen(open, 'stove', 'theirs')
  expect([one.state, one.said.stove, changed(one)]).toEqual(['conflict', { answer: 'risk', words: theirs.words }, ['warmth']])
  const two = chosenTalk(chosen(one, 'warmth', 'mine'), 'mine')
  expect([two.state, two.talk.took_part, two.talk_base.took_part]).toEqual(['ready', 'along', 'not_along'])
  expect(sorted(two, { ...draft, answers: { ...draft.answers, stove: theirs } }).rivals).toEqual([])
})

test('of an assessment that is gone all that was said goes into a new one, under a new key', () => {
  const next = anew({ ...safety, state: 'conflict', gone: true })
  expect([next.assessment, next.gone, next.state, changed(next)]).toEqual([undefined, undefined, 'ready', ['stove', 'rugs', 'warmth']])
  expect(next.key).not.toBe('k')
})

test('a risk without words is not whole; what is in Punos leaves nothing of itself', () => {
  expect(complete(safety, visit)).toBe(true)
  expect(complete({ ...safety, said: { ...safety.said, stove: { answer: 'risk', words: ' a' } } }, visit)).toBe(false)
  expect(complete(newSafety(visit, draft, '2026-11-23T09:00:00Z', { id: 'e', key: 'k' }), visit)).toBe(false)
  expect(JSON.stringify(saved(safety, '2026-11-23T10:00:00Z'))).not.toContain('Matto')
  expect(JSON.stringify(saved({ ...entry, note: 'Polvi' }, '2026-11-23T10:00:00Z'))).not.toMatch(/Polvi|"4"/)
})
