const ZONE = 'Europe/Helsinki'

/** The Helsinki wall clock of an instant, in one sortable form: `2026-11-24T14:20`. */
export function localNow(instant: Date): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant)
  return parts.replace(' ', 'T')
}

/**
 * The instant of a Helsinki wall clock, or undefined for what is no time. The browser may stand in another zone, so its own
 * reading is not used; twice a year the clock is moved, so the offset is read for that very moment.
 */
export function fromLocal(local: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return undefined
  const asUtc = Date.parse(`${local}:00Z`)
  if (Number.isNaN(asUtc)) return undefined
  const offset = (at: number) => Date.parse(`${localNow(new Date(at))}:00Z`) - at
  const guess = asUtc - offset(asUtc)
  return new Date(asUtc - offset(guess)).toISOString()
}

/** The Helsinki time of day as it is written: `14.20`. */
export function clockText(instant: Date): string {
  return localNow(instant).slice(11).replace(':', '.')
}

/** A typed time of day (`9.05`, `09:05`, `905` is refused) as `09:05`, or undefined when it is none. */
export function readClock(typed: string): string | undefined {
  const match = /^(\d{1,2})[.:](\d{2})$/.exec(typed.trim())
  if (!match?.[1] || !match[2] || Number(match[1]) > 23 || Number(match[2]) > 59) return undefined
  return `${match[1].padStart(2, '0')}:${match[2]}`
}
