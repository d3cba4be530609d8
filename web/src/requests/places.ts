import type { CoverSeen, ServiceRequest } from '../api/types'

/** Where what covers something is looked at. */
export function placeOf(client: string, one: Pick<CoverSeen, 'item' | 'id'>): string | undefined {
  switch (one.item) {
    case 'measurement':
      return `/clients/${client}/functioning`
    case 'service_request':
      return `/clients/${client}/requests/${one.id}`
    case 'appointment':
      return `/clients/${client}/appointments`
    case 'record':
      return `/clients/${client}`
    default:
      return undefined
  }
}

/** How a request's time stands: late, today or soon, or not yet of note. */
export function urgencyOf(request: Pick<ServiceRequest, 'due_on' | 'days_left' | 'waits_for'>, today: string): 'late' | 'soon' | 'calm' | 'none' {
  if (!request.waits_for || !request.due_on || request.days_left === undefined) return 'none'
  if (request.due_on < today) return 'late'
  return request.days_left <= 1 ? 'soon' : 'calm'
}
