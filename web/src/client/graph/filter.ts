// What of a client's people and things is asked for; pure.
import type { ClientGraph, GraphEdge, GraphNode } from '../../api/types'

/** Everything, who helps (now, in a part of the day), or what led to one thing. */
export type Asked = { what: 'all' } | { what: 'help'; daypart?: string } | { what: 'led'; to: string }

export interface Seen {
  nodes: GraphNode[]
  edges: GraphEdge[]
}

type Whole = Pick<ClientGraph, 'nodes' | 'edges'>

export function seen({ nodes, edges }: Whole, asked: Asked): Seen {
  if (asked.what === 'all') return { nodes, edges }
  const kept = asked.what === 'help' ? helpers({ nodes, edges }, asked.daypart) : before({ nodes, edges }, asked.to)
  const between = edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to))
  return { nodes: nodes.filter((node) => kept.has(node.id)), edges: asked.what === 'help' ? between.filter(({ tie }) => tie === 'helps') : between }
}

/** The client, and whoever or whatever helps them today; in a part of the day when one is named. */
function helpers({ nodes, edges }: Whole, daypart?: string): Set<string> {
  const by = new Map(nodes.map((node) => [node.id, node]))
  const helps = edges.filter(({ tie, from }) => {
    const node = by.get(from)
    return tie === 'helps' && node?.now && (daypart === undefined || node.dayparts.includes(daypart))
  })
  return new Set(helps.flatMap(({ from, to }) => [from, to]))
}

/** A thing and all that led to it: what it came of, what it is part of, and who asked for it. */
function before({ nodes, edges }: Whole, to: string): Set<string> {
  const client = nodes.find(({ kind }) => kind === 'client')?.id
  const found = new Set([to])
  const waiting = [to]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const edge of edges) {
      const cause = edge.tie === 'part_of' && edge.from === one ? edge.to : (edge.tie === 'led_to' || edge.tie === 'asked') && edge.to === one ? edge.from : undefined
      // Everything is the client's; that led to nothing.
      if (cause === undefined || cause === client || found.has(cause)) continue
      found.add(cause)
      waiting.push(cause)
    }
  }
  return found
}

/** Whether something is known to have led to it. */
export function hasCause({ edges }: Whole, id: string): boolean {
  return edges.some((edge) => edge.tie === 'led_to' && edge.to === id)
}
