import { expect, test } from 'vitest'
import type { Deadline, Desk, Lane, MatterCard, RestrictedRow } from '../api/types'
import { flatten, isRestricted, rowsOf } from './flatten'
import { countNarrowing, readFilter, writeFilter } from './useDesk'

const deadline = (fields: Partial<Deadline>): Deadline => ({
  id: 'd', rule: 'r', label: { fi: 'x' }, section: 's', mark: 'verified', started_on: '2026-11-01', immediate: false, overdue: false, state: 'running', rule_version: '1', ...fields,
})
const card = (number: string, lane: Lane, next_deadline?: Deadline, name = number): MatterCard => ({
  id: number, version: 1, number, clients: [{ id: number, name, given_name: '', family_name: '', protected: false, deceased: false, identity: 'hetu' }],
  situation: 'guidance', service_task: 'older_people', urgency: 'soon', lane, state: 'open', team: { id: 't', name: 'T' }, initiated_on: '2026-11-01', next_deadline, badges: [], permitted_actions: [],
})
const desk = (cards: MatterCard[]): Desk => ({
  lanes: (['first_contact', 'assessment'] as const).map((lane) => {
    const own = cards.filter((one) => one.lane === lane)
    return { lane, total: own.length, overdue: 0, cards: own, restricted_total: 0 }
  }),
  counts: { new_today: 0, overdue: 0, due_in_two_workdays: 0, paused: 0 }, workload: [], queue_by_week: [], as_of: '',
})

const nameOf = (row: MatterCard | RestrictedRow) => (isRestricted(row) ? row.id : row.number)

test('lanes merge by deadline: at once, then by date, then paused, then without one', () => {
  const cards = [
    card('none', 'first_contact'),
    card('late', 'first_contact', deadline({ due_on: '2026-11-02', overdue: true })),
    card('paused', 'assessment', deadline({ due_on: '2026-11-01', state: 'paused' })),
    card('soon', 'assessment', deadline({ due_on: '2026-12-01' })),
    card('now', 'assessment', deadline({ immediate: true })),
  ]
  expect(flatten(desk(cards)).map(nameOf)).toEqual(['now', 'late', 'soon', 'paused', 'none'])
})

test('names in Finnish order: Å and Ä after Z', () => {
  const cards = [card('1', 'first_contact', undefined, 'Åkerlund, Å'), card('2', 'assessment', undefined, 'Virtanen, A'), card('3', 'first_contact', undefined, 'Zilliacus, B'), card('4', 'assessment', undefined, 'Ärje, C')]
  expect(flatten(desk(cards), 'name').map(nameOf)).toEqual(['2', '3', '1', '4'])
  expect(flatten(desk(cards), 'name', 'desc').map(nameOf)).toEqual(['4', '1', '3', '2'])
})

test('what has no name stands where its deadline puts it, and after all names', () => {
  const nameless: RestrictedRow = { id: 'nameless', before: 1, initiated_on: '2026-11-02', paused: false, unassigned: true, next_deadline: { due_on: '2026-11-05', immediate: false, overdue: false, state: 'running' } }
  const shown = desk([card('first', 'first_contact', deadline({ due_on: '2026-11-02' }), 'Virtanen, A'), card('last', 'first_contact', deadline({ due_on: '2026-11-09' }), 'Ärje, C')])
  const [lane] = shown.lanes
  lane!.restricted = [nameless]
  expect(rowsOf(lane!).map(nameOf)).toEqual(['first', 'nameless', 'last'])
  expect(flatten(shown).map(nameOf)).toEqual(['first', 'nameless', 'last'])
  expect(flatten(shown, 'name').map(nameOf)).toEqual(['first', 'last', 'nameless'])
})

test('a filter survives the address, and nothing else gets in', () => {
  const filter = { view: 'mine', due: 'overdue', unassigned: true, q: 'Virtanen' }
  const params = writeFilter(filter)
  expect(params.toString()).not.toContain('Virtanen')
  expect(readFilter(params)).toEqual({ view: 'mine', due: 'overdue', unassigned: true })
  expect(countNarrowing(readFilter(params))).toBe(2)
})
