import type { NewClientMatter, ServiceTask, Urgency } from '../api/types'

export type Kind = NewClientMatter['kind']
export const KINDS: readonly Kind[] = ['contact', 'application', 'concern']

/** What has been answered so far; an unanswered question is undefined. */
export interface Answers {
  about?: 'self' | 'other'
  name?: string
  contact?: string
  service_task?: ServiceTask | 'unknown'
  need_reasons: string[]
  text?: string
  urgency_felt?: Urgency
  reply_wanted?: boolean
}

export type Question = 'about' | 'who' | 'service' | 'needs' | 'text' | 'urgency' | 'reply'

/** The questions of each kind, in order; who it is about is asked only when it is somebody else. */
export function questions(kind: Kind, answers: Answers): Question[] {
  const about: Question[] = kind === 'concern' ? ['who'] : kind === 'contact' ? (answers.about === 'other' ? ['about', 'who'] : ['about']) : []
  const middle: Question[] = kind === 'application' ? ['service', 'needs'] : kind === 'contact' ? ['needs'] : []
  return [...about, ...middle, 'text', 'urgency', 'reply']
}

/** What must be answered before going on; the needs may be left open, because not everybody can name them. */
export function missing(question: Question, answers: Answers): boolean {
  switch (question) {
    case 'about':
      return answers.about === undefined
    case 'who':
      return !answers.name?.trim()
    case 'service':
      return answers.service_task === undefined
    case 'needs':
      return false
    case 'text':
      return !answers.text?.trim()
    case 'urgency':
      return answers.urgency_felt === undefined
    case 'reply':
      return answers.reply_wanted === undefined
  }
}

export function toRequest(kind: Kind, answers: Answers): NewClientMatter {
  const other = kind === 'concern' || (kind === 'contact' && answers.about === 'other')
  return {
    kind,
    about: other ? 'other' : 'self',
    service_task: answers.service_task === 'unknown' ? undefined : answers.service_task,
    text: answers.text?.trim() ?? '',
    need_reasons: answers.need_reasons.length > 0 ? answers.need_reasons : undefined,
    urgency_felt: answers.urgency_felt,
    concern_about: other ? { name: answers.name?.trim() ?? '', ...(answers.contact?.trim() ? { contact: answers.contact.trim() } : {}) } : undefined,
    reply_wanted: answers.reply_wanted ?? true,
  }
}
