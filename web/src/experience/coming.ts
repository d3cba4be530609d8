import type { ClientMatter, OwnAppointment, OwnFeedback, OwnReminder, WholeGoal } from '../api/types'

export type ComingKind = 'appointment' | 'hearing' | 'measure' | 'goal' | 'feedback' | 'reminder'

/** One thing ahead of me: a local date, or an instant. */
export interface Coming {
  kind: ComingKind
  key: string
  at: string
  /** The client's own words, or those of the plan. */
  words?: string
  link: string
}

interface Sources {
  appointments: OwnAppointment[]
  matters: ClientMatter[]
  goals: WholeGoal[]
  feedback: OwnFeedback[]
  reminders: OwnReminder[]
}

/** What is asked of me and what I want to remember, by when; the soonest first. `now`: an instant. */
export function coming({ appointments, matters, goals, feedback, reminders }: Sources, now: string, today: string): Coming[] {
  const all: Coming[] = [
    ...appointments
      .filter((one) => one.state !== 'cancelled' && one.ends_at >= now)
      .map((one): Coming => ({ kind: 'appointment', key: one.id, at: one.starts_at, words: one.why || undefined, link: '/my#my-ap' })),
    ...matters.flatMap((matter) =>
      (matter.hearings ?? [])
        .filter((one) => !one.answered_at && !one.no_answer)
        .map((one): Coming => ({ kind: 'hearing', key: one.id, at: one.answer_by, link: `/my/matters/${matter.id}#hearing` })),
    ),
    ...goals
      .filter((one) => one.due_on !== undefined && one.due_on >= today)
      .map(
        (one): Coming => ({
          kind: one.measure ? 'measure' : 'goal',
          key: one.carriers[0]?.goal_id ?? one.words,
          at: one.due_on ?? '',
          words: one.measure ?? one.words,
          link: one.measure ? '/my/functioning' : '/my/whole-plan',
        }),
      ),
    ...feedback.filter((one) => one.state === 'open').map((one): Coming => ({ kind: 'feedback', key: one.id, at: one.closes_on, link: '/my/feedback' })),
    ...reminders
      .filter((one) => one.next_at !== undefined)
      .map((one): Coming => ({ kind: 'reminder', key: one.id, at: one.next_at ?? '', words: one.words, link: '/my/reminders' })),
  ]
  // A day is over at its end, an instant when it comes: on one day the times come before the day itself.
  const order = (one: Coming) => (one.at.length === 10 ? Date.parse(`${one.at}T21:59:59Z`) : Date.parse(one.at))
  return all.sort((a, b) => order(a) - order(b) || a.key.localeCompare(b.key))
}
