import type { StoryEntry, StoryItem } from '../api/types'

/** Where a thing of the story is looked at by a worker; none: it came from a source system, or has no page of its own. */
export function placeOf(client: string, { item, id, matter_id: matter }: StoryItem): string | undefined {
  const page = (rest: string) => `/clients/${client}/${rest}`
  switch (item) {
    case 'matter':
      return `/matters/${id}`
    case 'note':
      return matter && `/matters/${matter}/notes`
    case 'message':
      return matter && `/matters/${matter}/messages`
    case 'measurement':
    case 'own_goal':
    case 'own_goal_follow':
      return page('functioning')
    case 'plan':
    case 'plan_service':
    case 'plan_goal':
    case 'goal_follow_up':
      return page('plans')
    case 'customership':
      return page('services')
    case 'service_request':
      return page(`requests/${id}`)
    case 'appointment':
      return page('appointments')
    case 'safety_assessment':
    case 'safety_risk':
      return page('home-safety')
    case 'population_fact':
      return page('people')
    default:
      return matter && `/matters/${matter}`
  }
}

/** Entries of source systems are opened by the item's own panel; their kinds are FHIR's and begin with a capital. */
export function fromSource({ item }: StoryItem): boolean {
  return /^[A-Z]/.test(item)
}

/** The day an entry stands at: of what is gathered its last, of a lasting thing the day it began. */
export function dayOf(entry: Pick<StoryEntry, 'from' | 'to' | 'count'>): string {
  return entry.count > 1 ? (entry.to ?? entry.from) : entry.from
}

/** Entries in the order they came, by the month they stand in. */
export function byMonth<T extends Pick<StoryEntry, 'from' | 'to' | 'count'>>(entries: readonly T[]): { month: string; entries: T[] }[] {
  const months: { month: string; entries: T[] }[] = []
  for (const entry of entries) {
    const month = dayOf(entry).slice(0, 7)
    const last = months.at(-1)
    if (last?.month === month) last.entries.push(entry)
    else months.push({ month, entries: [entry] })
  }
  return months
}
