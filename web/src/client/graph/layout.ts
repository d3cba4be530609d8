// Where each of a client's people and things stands in the drawing: rings around the client; pure.
import type { GraphKind, GraphNode } from '../../api/types'

export interface Placed {
  node: GraphNode
  x: number
  y: number
}

export const WIDTH = 900
export const HEIGHT = 640
/** More than this cannot be told apart; the list has them all. */
const MOST = 36

/** People and what helps every day are nearer than what is worked on. */
const INNER: readonly GraphKind[] = ['close_one', 'professional', 'service']
const RINGS = { inner: 0.52, outer: 0.9 }

export function place(nodes: readonly GraphNode[]): { placed: Placed[]; left: number } {
  const client = nodes.find(({ kind }) => kind === 'client')
  const others = nodes.filter((node) => node !== client)
  // What is so today is drawn first when there is not room for all.
  const shown = [...others].sort((a, b) => Number(b.now) - Number(a.now)).slice(0, MOST)
  const inner = shown.filter(({ kind }) => INNER.includes(kind))
  const outer = shown.filter(({ kind }) => !INNER.includes(kind))
  const placed = [...ring(inner, RINGS.inner, 0), ...ring(outer, RINGS.outer, 0.5)]
  if (client) placed.unshift({ node: client, x: WIDTH / 2, y: HEIGHT / 2 })
  return { placed, left: others.length - shown.length }
}

/** Evenly around, those of a kind beside each other; `turn` in steps, so that two rings do not stand in line. */
function ring(nodes: readonly GraphNode[], share: number, turn: number): Placed[] {
  const ordered = [...nodes].sort((a, b) => a.kind.localeCompare(b.kind))
  return ordered.map((node, index) => {
    const angle = (2 * Math.PI * (index + turn)) / ordered.length - Math.PI / 2
    return { node, x: WIDTH / 2 + (WIDTH / 2 - 60) * share * Math.cos(angle), y: HEIGHT / 2 + (HEIGHT / 2 - 36) * share * Math.sin(angle) }
  })
}
