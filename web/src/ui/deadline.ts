import type { TFunction } from 'i18next'
import type { Deadline, Tone } from '../api/types'
import type { Language } from '../i18n'
import { daysBetween, shortDate, weekdayDate } from './format'

export interface DeadlineWords {
  text: string
  tone: Tone | 'success'
}

/** A deadline in a few words: how late, how many working days are left, or the date. `todayIs` is a local date. */
export function deadlineWords(deadline: Pick<Deadline, 'due_on' | 'immediate' | 'workdays_left' | 'overdue' | 'state'>, todayIs: string, t: TFunction<'common'>, language: Language): DeadlineWords {
  if (deadline.state === 'met') return { text: t('deadline.met'), tone: 'success' }
  if (deadline.state === 'ended') return { text: t('deadline.ended'), tone: 'neutral' }
  if (deadline.state === 'paused') return { text: t('deadline.paused'), tone: 'neutral' }
  if (deadline.due_on !== undefined) {
    const days = daysBetween(todayIs, deadline.due_on)
    if (days < 0) return { text: t('deadline.late', { count: -days }), tone: 'danger' }
    if (days === 0) return deadline.immediate ? { text: t('deadline.immediate'), tone: 'danger' } : { text: t('deadline.today'), tone: 'warning' }
    if (deadline.workdays_left !== undefined && deadline.workdays_left <= 2) {
      return { text: t('deadline.workdays', { count: deadline.workdays_left }), tone: 'warning' }
    }
    return { text: days <= 7 ? weekdayDate(deadline.due_on, language) : dated(deadline.due_on, todayIs, language), tone: 'neutral' }
  }
  if (deadline.overdue || deadline.state === 'missed') return { text: t('deadline.late_unknown'), tone: 'danger' }
  if (deadline.immediate) return { text: t('deadline.immediate'), tone: 'danger' }
  return { text: t('deadline.open'), tone: 'neutral' }
}

/** The year only when it is another one. */
function dated(due: string, todayIs: string, language: Language): string {
  const short = shortDate(due, language)
  return due.slice(0, 4) === todayIs.slice(0, 4) ? short : `${short}${language === 'en' ? ' ' : ''}${due.slice(0, 4)}`
}
