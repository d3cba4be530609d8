// Where the places and ways of a process stand in the drawing; pure.
import type { ChainPlace, ProcessEdge } from '../api/types'

export const width = 1000
export const height = 420
const box = { width: 100, height: 62 }
const middle = 200

const columns: ChainPlace[] = ['start', 'first_contact', 'assessment', 'planning', 'decision', 'managing', 'closed']

export interface Place { x: number; y: number; width: number; height: number }

/** Left to right by the order of the chain; what was sent back stands under first contact. */
export function placeOf(place: ChainPlace): Place {
  const column = place === 'returned' ? 1 : columns.indexOf(place)
  const step = (width - box.width - 20) / (columns.length - 1)
  return { x: 10 + column * step, y: place === 'returned' ? height - box.height - 10 : middle - box.height / 2, ...box }
}

/** From 1.5 to 14 by the share of the fullest way; what was not told or not gone is thin. */
export function thickness(n: number | undefined, most: number): number {
  return n === undefined || n === 0 || most === 0 ? 1.5 : 1.5 + 12.5 * Math.sqrt(n / most)
}

export interface Way { path: string; label: [number, number] }

/** A way forward over the steps between bends above, a way back below, and a hand-over within a step goes round above it. */
export function wayOf({ from, to }: Pick<ProcessEdge, 'from' | 'to'>): Way {
  const [a, b] = [placeOf(from), placeOf(to)]
  const centre = ({ x }: Place) => x + box.width / 2
  if (from === to) {
    const [x, y] = [centre(a), a.y]
    return { path: `M ${x - 24} ${y} C ${x - 44} ${y - 58}, ${x + 44} ${y - 58}, ${x + 24} ${y}`, label: [x, y - 43] }
  }
  if (from === 'returned' || to === 'returned') {
    const out = to === 'returned'
    const other = out ? a : b
    if (centre(other) === centre(placeOf('returned'))) {
      // Down to the left, back up to the right.
      const x = centre(other) + (out ? -26 : 26)
      const [top, bottom] = [other.y + box.height, placeOf('returned').y]
      return { path: out ? `M ${x} ${top} L ${x} ${bottom}` : `M ${x} ${bottom} L ${x} ${top}`, label: [x, (top + bottom) / 2] }
    }
    const [x1, y1] = [out ? centre(a) : a.x + box.width, out ? a.y + box.height : a.y + box.height / 2]
    const [x2, y2] = [out ? b.x + box.width : centre(b), out ? b.y + box.height / 2 : b.y + box.height]
    return { path: `M ${x1} ${y1} Q ${out ? x1 : x2} ${out ? y2 : y1}, ${x2} ${y2}`, label: [(x1 + x2) / 2 + (out ? 20 : 20), out ? y2 - 18 : y1 - 18] }
  }
  const apart = columns.indexOf(to) - columns.indexOf(from)
  if (apart === 1) {
    const y = middle
    const [x1, x2] = [a.x + box.width, b.x]
    return { path: `M ${x1} ${y} L ${x2} ${y}`, label: [(x1 + x2) / 2, y] }
  }
  const up = apart > 0
  const bend = 34 * Math.abs(apart) + (up ? 4 : 24)
  const y = up ? a.y : a.y + box.height
  const far = up ? y - bend : y + bend
  const [x1, x2] = [centre(a) + (up ? 14 : -14), centre(b) + (up ? -14 : 14)]
  // The top of such a curve is three quarters of the way to its handles.
  return { path: `M ${x1} ${y} C ${x1} ${far}, ${x2} ${far}, ${x2} ${y}`, label: [(x1 + x2) / 2, y + (far - y) * 0.75] }
}
