import type { Desk, DeskQuery, MatterCard } from '../api/types'

const key: Record<NonNullable<DeskQuery['sort']>, (card: MatterCard) => string> = {
  due: (card) => (card.next_deadline?.state === 'paused' ? '9998' : card.next_deadline?.immediate && !card.next_deadline.due_on ? '0000' : card.next_deadline?.due_on ?? '9999'),
  name: (card) => card.clients[0]?.name ?? '',
  initiated: (card) => card.initiated_on,
  // The oldest matter first: the age of a matter grows from the day it was initiated.
  age: (card) => card.initiated_on,
}

/** The lanes as one list in the order asked for; the server orders within a lane, this merges them. */
export function flatten(desk: Desk, sort: DeskQuery['sort'] = 'due', order: DeskQuery['order'] = 'asc'): MatterCard[] {
  const by = key[sort]
  const sign = order === 'desc' ? -1 : 1
  return desk.lanes
    .flatMap((lane) => lane.cards)
    .sort((a, b) => sign * by(a).localeCompare(by(b), 'fi'))
}
