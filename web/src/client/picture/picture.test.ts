import { describe, expect, it } from 'vitest'
import type { Deadline, Summary, TimelineItem } from '../../api/types'
import { itemRows } from './itemRows'
import { linePoints } from './linePoints'
import { pageOf } from './opening'
import { placePeople, shortName, together, type Person } from './peopleLayout'
import { unitText, valueText } from './quantity'
import { arrange, sectionOrder } from './sections'
import { layoutLane, ticks, windowFor } from './timelineLayout'
import { deadlineTone, elapsed, firstCards, topOrder } from './top'

const item = (from: string, to?: string, extra: Partial<TimelineItem> = {}): TimelineItem => ({
  from,
  to,
  label: from,
  kind: 'encounter',
  tone: 'neutral',
  ref: { kind: 'encounter', id: from + (to ?? ''), openable: true },
  ...extra,
})

describe('timeline', () => {
  const window = windowFor('2024-11-21', '2026-11-21', '2y')

  it('shows as far back as the zoom says, never before the data begin', () => {
    expect(new Date(windowFor('2024-11-21', '2026-11-21', '3m').from).toISOString().slice(0, 10)).toBe('2026-08-22')
    expect(new Date(windowFor('2026-10-01', '2026-11-21', '2y').from).toISOString().slice(0, 10)).toBe('2026-10-01')
  })

  it('groups points that would cover each other and counts what is behind the mark', () => {
    const { marks } = layoutLane([item('2026-09-01'), item('2026-09-03', undefined, { count: 3, tone: 'danger' }), item('2026-11-01')], window, 3)
    expect(marks.map(({ count, items, tone }) => [items.length, count, tone])).toEqual([
      [2, 4, 'danger'],
      [1, 1, 'neutral'],
    ])
  })

  it('keeps every two marks of a lane a target apart', () => {
    const daily = Array.from({ length: 300 }, (_, i) => item(new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10)))
    const { marks } = layoutLane(daily, window, 3)
    for (let i = 1; i < marks.length; i += 1) expect((marks[i]?.left ?? 0) - (marks[i - 1]?.left ?? 0)).toBeGreaterThanOrEqual(3)
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(300)
  })

  it('stacks spans in force together, cuts them at the window, and leaves out what lies outside', () => {
    const { marks, rows } = layoutLane(
      [item('2023-01-01', '2025-06-01'), item('2025-01-01'), item('2020-01-01', '2021-01-01')],
      window,
      2,
      { openEnded: true, maxRows: 3 },
    )
    expect(rows).toBe(2)
    expect(marks).toHaveLength(2)
    expect(marks.map(({ row }) => row)).toEqual([0, 1])
    expect(marks[0]?.left).toBe(0)
    expect(marks[0]?.earlier).toBe(true)
    const ongoing = marks.find(({ ongoing: on }) => on)
    expect((ongoing?.left ?? 0) + (ongoing?.width ?? 0)).toBeCloseTo(100)
  })

  it('draws a month of visits as one count in its middle', () => {
    const { marks } = layoutLane([item('2026-09-01', '2026-09-29', { count: 62 })], window, 3, { asPoint: () => true })
    expect(marks).toHaveLength(1)
    expect(marks[0]).toMatchObject({ width: 0, count: 62 })
    const middle = layoutLane([item('2026-09-15')], window, 3).marks[0]
    expect(marks[0]?.left).toBeCloseTo(middle?.left ?? 0)
  })

  it('joins spans beyond the rows instead of losing them', () => {
    const spans = [1, 2, 3, 4].map((n) => item(`2025-0${n}-01`, '2026-06-01'))
    const { marks, rows } = layoutLane(spans, window, 2, { maxRows: 2 })
    expect(rows).toBe(2)
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(4)
  })

  it('marks months without crowding today', () => {
    const marks = ticks(window, '2y')
    expect(marks[0]?.label).toBe('12/24')
    expect(marks.length).toBeLessThanOrEqual(8)
    expect(marks.every(({ at }) => at >= 0 && at <= 97)).toBe(true)
  })
})

describe('what stands on top', () => {
  const deadline = (over: Partial<Deadline>): Summary['deadlines'][number] => ({
    id: '1', rule: 'D4', label: { fi: 'x' }, section: '36 §', mark: 'memory', started_on: '2026-11-01', due_on: '2026-11-11',
    immediate: false, overdue: false, state: 'running', rule_version: '1', matter: { id: 'm', number: '1', situation: 'guidance' }, ...over,
  })

  it('uses colour only where something asks for action', () => {
    expect(deadlineTone(deadline({ overdue: true }))).toBe('danger')
    expect(deadlineTone(deadline({ workdays_left: 2 }))).toBe('warning')
    expect(deadlineTone(deadline({ workdays_left: 3 }))).toBe('neutral')
    expect(deadlineTone(deadline({ state: 'paused', overdue: true }))).toBe('neutral')
  })

  it('puts the worst first and leaves out what is done', () => {
    const alert = { kind: 'a', tone: 'warning' as const, title: { fi: 'a' }, source: { kind: 'x', id: '1', openable: false } }
    const cards = topOrder([alert], [deadline({ id: 'late', overdue: true }), deadline({ id: 'met', state: 'met' }), deadline({ id: 'far', workdays_left: 40 })])
    expect(cards.map((card) => (card.kind === 'alert' ? 'alert' : card.deadline.id))).toEqual(['late', 'alert', 'far'])
  })

  it('shows first only what asks for action, or the nearest when all is calm', () => {
    const calm = topOrder([], [deadline({ id: 'a', workdays_left: 40 }), deadline({ id: 'b', workdays_left: 50 }), deadline({ id: 'c', workdays_left: 60 })])
    expect(firstCards(calm)).toHaveLength(2)
    const mixed = topOrder([], [deadline({ id: 'late', overdue: true }), deadline({ id: 'far', workdays_left: 40 })])
    expect(firstCards(mixed).map(({ tone }) => tone)).toEqual(['danger'])
  })

  it('tells how much of the time is used', () => {
    expect(elapsed(deadline({}), '2026-11-06')).toBe(50)
    expect(elapsed(deadline({}), '2026-12-24')).toBe(100)
    expect(elapsed(deadline({ due_on: undefined }), '2026-11-06')).toBeUndefined()
  })
})

describe('order by the lens', () => {
  it('takes the lens’s order, passes over codes it does not know, and loses no part', () => {
    const order = sectionOrder(['alerts', 'risks', 'medication', 'risks', 'fees'])
    expect(order.slice(0, 2)).toEqual(['risks', 'medication'])
    expect(new Set(order).size).toBe(10)
  })

  it('leaves no half alone while another half is left', () => {
    expect(arrange(sectionOrder(['open', 'timeline', 'plans']))).toEqual(['open', 'plans', 'timeline', 'medication', 'conditions', 'history'])
  })
})

describe('people around the client', () => {
  const person = (name: string, kind: Person['kind'], linked_to?: string): Person => ({ name, kind, roles: ['x'], linked_to })
  const many = [person('Aino', 'client'), ...Array.from({ length: 12 }, (_, i) => person(`Lapsi ${i}`, 'close_one')), person('Sanna', 'professional')]

  it('draws close ones on the left and professionals on the right, and says how many did not fit', () => {
    const graph = placePeople(many)
    const sides = (kind: string) => graph.around.filter((p) => p.person.kind === kind).map(({ x }) => x < graph.centre.x)
    expect(sides('close_one').every(Boolean)).toBe(true)
    expect(sides('professional')).toEqual([false])
    expect(graph.around).toHaveLength(8)
    expect(graph.left).toBe(5)
    for (const { x, y } of graph.around) {
      expect(x).toBeGreaterThan(13)
      expect(x).toBeLessThan(graph.width - 13)
      expect(y).toBeGreaterThan(13)
      expect(y).toBeLessThan(graph.height - 36)
    }
  })

  it('uses both sides when there is only one kind of people', () => {
    const graph = placePeople([person('A', 'professional'), person('B', 'professional'), person('C', 'unit')])
    expect(graph.around.filter(({ x }) => x < graph.centre.x)).toHaveLength(1)
    expect(graph.around).toHaveLength(3)
  })

  it('links those who belong together', () => {
    expect(placePeople([person('A', 'close_one'), person('B', 'close_one', 'A')]).links).toHaveLength(1)
  })

  it('shows one who has two roles once', () => {
    const merged = together([
      { name: 'Sanna', kind: 'professional', role: 'case_manager' },
      { name: 'Sanna', kind: 'professional', role: 'responsible_worker', phone: '1' },
      { name: 'Sanna', kind: 'close_one', role: 'child' },
    ])
    expect(merged.map(({ roles, phone }) => [roles, phone])).toEqual([[['case_manager', 'responsible_worker'], '1'], [['child'], undefined]])
  })

  it('shortens a name without losing the given name', () => {
    expect(shortName('Eero Virtanen')).toBe('Eero Virtanen')
    expect(shortName('Kotihoito Rantatien yksikkö')).toBe('Kotihoito…')
  })
})

describe('line of a measure', () => {
  it('is drawn over time, greatest on top, and flat in the middle when nothing changes', () => {
    const [a, b, c] = linePoints([{ at: '2026-03-01', value: 1 }, { at: '2026-01-01', value: 3 }, { at: '2026-01-31', value: 2 }], 100, 20)
    expect(a?.[1]).toBe(4)
    expect(c?.[1]).toBe(16)
    expect(b?.[0]).toBeGreaterThan(40)
    expect(linePoints([{ at: '2026-03-01', value: 1 }], 100, 20)).toEqual([[96, 10]])
    expect(linePoints([{ at: 'x', value: 1 }], 100, 20)).toEqual([])
  })
})

describe('values', () => {
  it('are written as people write them', () => {
    expect(valueText('0.52', 'fi')).toBe('0,52')
    expect(valueText('0.52', 'en')).toBe('0.52')
    expect(valueText('< 5', 'fi')).toBe('< 5')
    expect(unitText('mm[Hg]')).toBe('mmHg')
    expect(unitText('{score}')).toBe('')
    expect(unitText('kg')).toBe('kg')
  })
})

describe('where a thing is read', () => {
  it('is its own page for what was made here, the panel for what came from a source', () => {
    expect(pageOf({ kind: 'matter', id: 'm', openable: true })).toBe('/matters/m')
    expect(pageOf({ kind: 'matter', id: 'm', openable: false })).toBeUndefined()
    expect(pageOf({ kind: 'decision', id: 'd', openable: false, matter_id: 'm', document_id: 'x' })).toBe('/matters/m/documents/x')
    expect(pageOf({ kind: 'Encounter', id: 'e', openable: true })).toBeUndefined()
  })
})

describe('a typed row in the panel', () => {
  it('says what a reader needs and nothing of the program', () => {
    const rows = itemRows({
      id: 'x', kind: 'Observation', code_system: 'loinc', title: 'Paino', quantity: 58.4, unit: 'kg', precision: 'day',
      started_at: '2026-11-11T22:00:00Z', components: [], parts: [{ id: 'y', kind: 'dosage', title: 'aamulla', target_id: 'z' }],
    })
    expect(rows).toEqual({ title: 'Paino', value: '58.4 kg', started_at: '2026-11-12', parts: [{ title: 'aamulla' }] })
  })
})
