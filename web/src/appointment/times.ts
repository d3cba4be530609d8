import { clockText, localNow } from '../matter/tabs/localTime'

/** The Helsinki day of an instant: `2026-11-24`. */
export function dayOf(instant: string): string {
  return localNow(new Date(instant)).slice(0, 10)
}

/** `10.00–11.00`; the day of the end is not told, since no appointment is that long. */
export function span(starts: string, ends: string): string {
  return `${clockText(new Date(starts))}–${clockText(new Date(ends))}`
}

export function minutesOf(starts: string, ends: string): number {
  return Math.round((Date.parse(ends) - Date.parse(starts)) / 60_000)
}

/** A local date so many days later. */
export function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
