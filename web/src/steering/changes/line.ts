// Where the line of a figure and the day of a change stand in the drawing; pure.
import type { FigurePoint } from '../../api/types'

export const width = 320
export const height = 90
const edge = 6

export interface ChangeLine {
  /** Pieces of the line: it has a gap where there is nothing to tell. */
  pieces: [number, number][][]
  /** Those that stand alone. */
  dots: [number, number][]
  /** Where the change is; undefined when nothing comes after it. */
  change: number
}

/** Before the change six stretches always stand; those after it come as they are over. */
export function changeLine(points: FigurePoint[], happenedOn: string, share: boolean): ChangeLine {
  const most = 12
  const top = Math.max(share ? 1 : 0, ...points.map(({ value }) => value ?? 0)) || 1
  const x = (at: number) => edge + ((at + 0.5) / most) * (width - 2 * edge)
  const y = (value: number) => edge + (1 - value / top) * (height - 2 * edge)
  const pieces: [number, number][][] = [[]]
  points.forEach(({ value }, at) => {
    if (value === undefined) pieces.push([])
    else pieces.at(-1)?.push([x(at), y(value)])
  })
  const before = points.filter(({ to }) => to < happenedOn).length
  return {
    pieces: pieces.filter((piece) => piece.length > 1),
    dots: pieces.filter((piece) => piece.length === 1).flat(),
    change: edge + (before / most) * (width - 2 * edge),
  }
}
