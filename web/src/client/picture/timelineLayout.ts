import type { ItemRef, Text, TimelineItem } from '../../api/types'

/** How far back the drawing reaches; the codes are also the translation keys of the zoom buttons. */
export type Zoom = '3m' | '1y' | '2y'

export const ZOOMS: readonly Zoom[] = ['3m', '1y', '2y']

const MONTHS: Record<Zoom, number> = { '3m': 3, '1y': 12, '2y': 24 }
const DAY = 86_400_000

/** One thing to draw: a single item, or several that would have covered each other. Positions are in percent of the lane's width. */
export interface Mark {
  key: string
  left: number
  /** 0 for a point in time. */
  width: number
  /** Sub-row inside the lane, so that spans in force at the same time do not cover each other. */
  row: number
  items: TimelineItem[]
  /** How many happenings stand behind the mark (an item may itself be rolled up by the server). */
  count: number
  tone: TimelineItem['tone']
  /** The span goes on past the right edge of the drawing. */
  ongoing: boolean
  /** The span began before the left edge of the drawing. */
  earlier: boolean
}

export interface Window {
  from: number
  to: number
}

/** Midnight UTC of a local date or the date part of an instant; timelines are drawn by day, so the hour does not matter. */
export function dayOf(value: string): number {
  return Date.parse(`${value.slice(0, 10)}T00:00:00Z`)
}

/** The window a zoom shows: it ends where the server's timeline ends and starts at most at the server's start. */
export function windowFor(from: string, to: string, zoom: Zoom): Window {
  const end = dayOf(to) + DAY
  const start = new Date(end)
  start.setUTCMonth(start.getUTCMonth() - MONTHS[zoom])
  return { from: Math.max(start.getTime(), dayOf(from)), to: end }
}

export function position(at: number, window: Window): number {
  return ((at - window.from) / (window.to - window.from)) * 100
}

const TONE_WEIGHT: Record<string, number> = { neutral: 0, info: 1, warning: 2, danger: 3 }

function heavier(a: TimelineItem['tone'], b: TimelineItem['tone']): TimelineItem['tone'] {
  return (TONE_WEIGHT[b] ?? 0) > (TONE_WEIGHT[a] ?? 0) ? b : a
}

function sameDay(item: TimelineItem): boolean {
  return !item.to || item.to.slice(0, 10) === item.from.slice(0, 10)
}

/**
 * A span without an end is one that still goes on only when the server says so by giving a span kind; the contract marks those
 * by leaving `to` out and naming the lane `services`. Points elsewhere have no end because they are moments.
 */
function isSpan(item: TimelineItem, openEnded: boolean): boolean {
  return openEnded ? !(item.to && sameDay(item)) : !sameDay(item)
}

/**
 * Lays one lane out. Points nearer than `minGapPercent` to the mark before them join it, so that every mark keeps its own
 * target of at least 24 px (WCAG 2.5.8); spans are stacked on at most `maxRows` rows and joined beyond that.
 */
export function layoutLane(
  items: readonly TimelineItem[],
  window: Window,
  minGapPercent: number,
  options: { openEnded?: boolean; maxRows?: number; asPoint?: (item: TimelineItem) => boolean } = {},
): { marks: Mark[]; rows: number } {
  const openEnded = options.openEnded ?? false
  const maxRows = options.maxRows ?? 2
  const spanning = (item: TimelineItem) => !options.asPoint?.(item) && isSpan(item, openEnded)
  const spans: Mark[] = []
  const points: Mark[] = []
  const rowEnds: number[] = []

  const inside = items
    // What is drawn as a point stands in the middle of its time.
    .map((item, index) => ({ item, index, start: spanning(item) || !item.to ? dayOf(item.from) : (dayOf(item.from) + dayOf(item.to)) / 2 }))
    .filter(({ item, start }) => {
      const end = spanning(item) ? (item.to ? dayOf(item.to) : window.to) : start
      return end >= window.from && start < window.to
    })
    .sort((a, b) => a.start - b.start)

  for (const { item, index, start } of inside) {
    const key = `${item.ref.kind}:${item.ref.id}:${index}`
    if (spanning(item)) {
      const ends = item.to ? dayOf(item.to) + DAY : window.to
      const left = Math.max(0, position(start, window))
      const right = Math.min(100, position(ends, window))
      const width = Math.max(right - left, minGapPercent)
      let row = rowEnds.findIndex((end) => end <= left)
      if (row === -1 && rowEnds.length < maxRows) {
        row = rowEnds.length
        rowEnds.push(0)
      }
      if (row === -1) {
        const host = spans.filter((s) => s.row === maxRows - 1).at(-1)
        if (host) {
          const end = Math.max(host.left + host.width, left + width)
          host.width = Math.min(end, 100) - host.left
          host.items.push(item)
          host.count += item.count ?? 1
          host.tone = heavier(host.tone, item.tone)
          host.ongoing = host.ongoing || !item.to
          rowEnds[maxRows - 1] = end
        }
        continue
      }
      rowEnds[row] = left + width
      spans.push({
        key,
        left: Math.min(left, 100 - width),
        width,
        row,
        items: [item],
        count: item.count ?? 1,
        tone: item.tone,
        ongoing: !item.to,
        earlier: start < window.from,
      })
    } else {
      const left = position(start, window)
      const before = points.at(-1)
      const spread = before ? left - before.left : Infinity
      if (before && spread < minGapPercent) {
        before.items.push(item)
        before.count += item.count ?? 1
        before.tone = heavier(before.tone, item.tone)
      } else {
        points.push({
          key,
          left,
          width: 0,
          row: 0,
          items: [item],
          count: item.count ?? 1,
          tone: item.tone,
          ongoing: false,
          earlier: false,
        })
      }
    }
  }
  const marks = [...spans, ...points].sort((a, b) => a.left - b.left || a.row - b.row)
  return { marks, rows: Math.max(1, rowEnds.length) }
}

/** Month marks under the drawing: monthly for three months, every second month for a year, quarterly for two years; none beyond `last` percent. */
export function ticks(window: Window, zoom: Zoom, last = 97): { at: number; label: string }[] {
  const step = zoom === '3m' ? 1 : zoom === '1y' ? 2 : 3
  const out: { at: number; label: string }[] = []
  const cursor = new Date(window.from)
  cursor.setUTCDate(1)
  cursor.setUTCHours(0, 0, 0, 0)
  cursor.setUTCMonth(cursor.getUTCMonth() + 1)
  while (cursor.getTime() < window.to) {
    const at = position(cursor.getTime(), window)
    if (at <= last) {
      out.push({ at, label: `${cursor.getUTCMonth() + 1}/${String(cursor.getUTCFullYear()).slice(2)}` })
    }
    cursor.setUTCMonth(cursor.getUTCMonth() + step)
  }
  return out
}

export type { ItemRef, Text }
