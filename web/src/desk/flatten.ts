import type { Desk, DeskLane, DeskQuery, MatterCard, RestrictedRow } from '../api/types'

/** What stands on the desk: a matter, or one that stands without a name. */
export type DeskRow = MatterCard | RestrictedRow

export const isRestricted = (row: DeskRow): row is RestrictedRow => 'before' in row

const key: Record<NonNullable<DeskQuery['sort']>, (row: DeskRow) => string> = {
  due: ({ next_deadline: due }) => (due?.state === 'paused' ? '9998' : due?.immediate && !due.due_on ? '0000' : due?.due_on ?? '9999'),
  // What has no name stands after all names.
  name: (row) => (isRestricted(row) ? '\u{10ffff}' : row.clients[0]?.name ?? ''),
  initiated: (row) => row.initiated_on,
  // The oldest matter first: the age of a matter grows from the day it was initiated.
  age: (row) => row.initiated_on,
}

/** A lane's rows in the server's order: those without a name among the cards. */
export function rowsOf(lane: DeskLane): DeskRow[] {
  const restricted = lane.restricted ?? []
  return [...lane.cards.flatMap((card, place) => [...restricted.filter((one) => one.before === place), card]), ...restricted.filter((one) => one.before >= lane.cards.length)]
}

/** The lanes as one list in the order asked for; the server orders within a lane, this merges them. */
export function flatten(desk: Desk, sort: DeskQuery['sort'] = 'due', order: DeskQuery['order'] = 'asc'): DeskRow[] {
  const by = key[sort]
  const sign = order === 'desc' ? -1 : 1
  return desk.lanes.flatMap(rowsOf).sort((a, b) => sign * compare(by(a), by(b)))
}

const last = '\u{10ffff}'
const compare = (a: string, b: string) => (a === last || b === last ? Number(a === last) - Number(b === last) : a.localeCompare(b, 'fi'))
