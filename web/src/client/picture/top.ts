import type { Deadline, Summary, Tone } from '../../api/types'

type Alert = Summary['alerts'][number]
type PictureDeadline = Summary['deadlines'][number]

export type TopCard = { kind: 'alert'; alert: Alert; index: number; tone: Tone } | { kind: 'deadline'; deadline: PictureDeadline; tone: Tone }

const WEIGHT: Record<Tone, number> = { danger: 0, warning: 1, info: 2, neutral: 3 }

/** Colour only where something asks for action: overdue is red, at most two working days left is amber. */
export function deadlineTone(deadline: Deadline): Tone {
  if (deadline.state !== 'running') return deadline.state === 'missed' ? 'danger' : 'neutral'
  if (deadline.overdue || deadline.immediate) return 'danger'
  if (deadline.workdays_left !== undefined && deadline.workdays_left <= 2) return 'warning'
  return 'neutral'
}

/** Alerts and the deadlines that still matter, worst first; among equals the nearest date comes first, because a date waits for nobody, and alerts without one follow. */
export function topOrder(alerts: readonly Alert[], deadlines: readonly PictureDeadline[]): TopCard[] {
  const cards: TopCard[] = [
    ...alerts.map((alert, index): TopCard => ({ kind: 'alert', alert, index, tone: alert.tone })),
    ...deadlines
      .filter(({ state }) => state === 'running' || state === 'paused' || state === 'missed')
      .map((deadline): TopCard => ({ kind: 'deadline', deadline, tone: deadlineTone(deadline) })),
  ]
  const due = (card: TopCard) => (card.kind === 'deadline' ? (card.deadline.due_on ?? '9998') : '9999')
  return cards.sort((a, b) => WEIGHT[a.tone] - WEIGHT[b.tone] || due(a).localeCompare(due(b)))
}

/** How many cards fit beside each other above the timeline without pushing it off a laptop's screen. */
const FIRST = 4
/** When nothing asks for action, the nearest are enough. */
const CALM = 2

/** The cards seen at once: those that ask for action; what only runs its course is one click away. */
export function firstCards(cards: readonly TopCard[]): TopCard[] {
  const asking = cards.filter(({ tone }) => tone === 'danger' || tone === 'warning')
  return asking.length > 0 ? asking.slice(0, FIRST) : cards.slice(0, CALM)
}

/** How much of the time is used, in percent; undefined when the deadline has no last day. */
export function elapsed(deadline: Deadline, todayIs: string): number | undefined {
  if (!deadline.due_on || deadline.state === 'paused') return undefined
  const start = Date.parse(deadline.started_on)
  const end = Date.parse(deadline.due_on)
  const now = Date.parse(todayIs)
  if (!(end > start)) return 100
  return Math.min(100, Math.max(0, Math.round(((now - start) / (end - start)) * 100)))
}
