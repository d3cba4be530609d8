import type { QueueForecast } from '../api/types'

interface Box {
  width: number
  height: number
  left: number
  bottom: number
}

/** The day `weeks` from `on` (YYYY-MM-DD); days are counted in UTC, so that a change of the clock moves none. */
export function weekFrom(on: string, weeks: number): string {
  const day = new Date(`${on}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + weeks * 7)
  return day.toISOString().slice(0, 10)
}

/** Points of the lines: what was, what is expected and its interval, one step a week. None when there is nothing to draw. */
export function drawn({ on, past, to_come }: QueueForecast, box: Box) {
  const ahead = to_come?.ahead ?? []
  const steps = past.length - 1 + ahead.length
  const now = past.at(-1)
  if (steps < 1 || !now) return null
  const top = Math.max(1, ...past.map(({ n }) => n), ...ahead.map(({ high80 }) => high80))
  const right = box.width - 6
  const floor = box.height - box.bottom
  const x = (step: number) => box.left + ((right - box.left) * step) / steps
  const y = (n: number) => floor - ((floor - 8) * n) / top
  const at = (step: number, n: number) => `${x(step).toFixed(1)},${y(n).toFixed(1)}`
  const here = past.length - 1
  const from = at(here, now.n)
  const high = ahead.map(({ weeks, high80 }) => at(here + weeks, high80))
  const low = ahead.map(({ weeks, low80 }) => at(here + weeks, low80))
  return {
    top,
    now: x(here),
    past: past.map(({ n }, step) => at(step, n)).join(' '),
    ahead: [from, ...ahead.map(({ weeks, expected }) => at(here + weeks, expected))].join(' '),
    band: [from, ...high, ...low.reverse()].join(' '),
    first: weekFrom(on, -here),
    last: ahead.length > 0 ? weekFrom(on, ahead.length) : undefined,
  }
}
