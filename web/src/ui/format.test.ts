import i18next, { type TFunction } from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Deadline } from '../api/types'
import { startI18n } from '../i18n'
import { deadlineWords } from './deadline'
import { clock, dateTime, daysBetween, longDate, readDate, shortDate, time, today, weekdayDate } from './format'

describe('dates', () => {
  test('by language', () => {
    expect(longDate('2026-11-24', 'fi')).toBe('24.11.2026')
    expect(shortDate('2026-11-24', 'fi')).toBe('24.11.')
    expect(shortDate('2026-11-24', 'sv')).toBe('24.11.')
    expect(shortDate('2026-11-24', 'en')).toBe('24 Nov')
    expect(weekdayDate('2026-11-24', 'fi')).toBe('ti 24.11.')
    expect(weekdayDate('2026-11-24', 'sv')).toBe('tis 24.11.')
  })
  test('instants are shown by the clock of Helsinki, in winter and summer', () => {
    expect(time('2026-11-21T22:30:00Z', 'fi')).toBe('00.30')
    expect(dateTime('2026-11-21T22:30:00Z', 'fi')).toBe('22.11.2026 00.30')
    expect(time('2026-07-01T10:00:00.123456Z', 'en')).toBe('13:00')
    expect(clock('2026-11-21T12:02:31Z', 'fi')).toBe('14.02.31')
  })
  test('a local date does not move with the clock', () => {
    expect(longDate('2026-01-01', 'fi')).toBe('1.1.2026')
    expect(today(new Date('2026-11-21T22:30:00Z'))).toBe('2026-11-22')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  })
  test.each([
    ['24.11.2026', '2026-11-24'],
    ['4.1.2026', '2026-01-04'],
    ['2026-11-24', '2026-11-24'],
    ['31.2.2026', undefined],
    ['29.2.2028', '2028-02-29'],
    ['24.11.26', undefined],
    ['huomenna', undefined],
  ])('%s is read as %s', (typed, value) => expect(readDate(typed)).toBe(value))
})

describe('deadlines', () => {
  let t: TFunction<'common'>
  beforeAll(async () => {
    await startI18n('fi')
    t = i18next.getFixedT('fi', 'common') as unknown as TFunction<'common'>
  })
  const deadline = (fields: Partial<Deadline>): Deadline => ({
    id: 'x', rule: 'r', label: { fi: 'Arviointi' }, section: 'SHL 36 §', mark: 'verified', started_on: '2026-11-13',
    immediate: false, overdue: false, state: 'running', rule_version: '1', ...fields,
  })
  const on = '2026-11-21'
  test.each<[string, Partial<Deadline>, string, string]>([
    ['late', { due_on: '2026-11-20', overdue: true, workdays_left: -1 }, '1 pv myöhässä', 'danger'],
    ['late by weeks', { due_on: '2026-11-01', overdue: true }, '20 pv myöhässä', 'danger'],
    ['today', { due_on: on, workdays_left: 0 }, 'tänään', 'warning'],
    ['next working day', { due_on: '2026-11-23', workdays_left: 1 }, '1 arkipäivä', 'warning'],
    ['two working days', { due_on: '2026-11-24', workdays_left: 2 }, '2 arkipäivää', 'warning'],
    ['this week', { due_on: '2026-11-26', workdays_left: 4 }, 'to 26.11.', 'neutral'],
    ['later', { due_on: '2026-12-14', workdays_left: 14 }, '14.12.', 'neutral'],
    ['next year', { due_on: '2027-01-04', workdays_left: 25 }, '4.1.2027', 'neutral'],
    ['paused, though its date has passed', { due_on: '2026-11-01', state: 'paused' }, 'tauolla', 'neutral'],
    ['met', { due_on: '2026-11-01', state: 'met' }, 'täyttyi', 'success'],
    ['at once', { immediate: true }, 'heti', 'danger'],
    ['at once, counted from today', { immediate: true, due_on: on, workdays_left: 0 }, 'heti', 'danger'],
    ['without delay', {}, 'viipymättä', 'neutral'],
  ])('%s', (_name, fields, text, tone) => {
    expect(deadlineWords(deadline(fields), on, t, 'fi')).toEqual({ text, tone })
  })
})
