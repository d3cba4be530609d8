import { describe, expect, test } from 'vitest'
import type { GraphEdge, GraphKind, GraphNode, GraphTie } from '../../api/types'
import { hasCause, seen } from './filter'
import { place } from './layout'

const node = (id: string, kind: GraphKind, more: Partial<GraphNode> = {}): GraphNode => ({ id, kind, name: { fi: id }, now: true, dayparts: [], ...more })
const edge = (from: string, tie: GraphTie, to: string): GraphEdge => ({ from, to, tie })

const graph = {
  nodes: [
    node('aino', 'client'),
    node('veikko', 'close_one'),
    node('nurse', 'professional', { dayparts: ['morning'] }),
    node('meals', 'service', { dayparts: ['morning'] }),
    node('cleaning', 'service', { now: false, dayparts: ['morning'] }),
    node('alert', 'alert'),
    node('matter', 'matter'),
    node('customership', 'customership'),
    node('team', 'team'),
  ],
  edges: [
    edge('veikko', 'helps', 'aino'),
    edge('nurse', 'helps', 'aino'),
    edge('meals', 'helps', 'aino'),
    edge('cleaning', 'helps', 'aino'),
    edge('alert', 'led_to', 'matter'),
    edge('matter', 'led_to', 'customership'),
    edge('matter', 'part_of', 'aino'),
    edge('customership', 'part_of', 'aino'),
    edge('team', 'holds', 'customership'),
  ],
}
const ids = (asked: Parameters<typeof seen>[1]) => seen(graph, asked).nodes.map(({ id }) => id)

describe('people and things', () => {
  test('who helps today, and who in the mornings', () => {
    expect(ids({ what: 'help' })).toEqual(['aino', 'veikko', 'nurse', 'meals'])
    expect(ids({ what: 'help', daypart: 'morning' })).toEqual(['aino', 'nurse', 'meals'])
    expect(ids({ what: 'help', daypart: 'night' })).toEqual([])
  })

  test('what led to a customership goes back to the alert and not through the client', () => {
    expect(ids({ what: 'led', to: 'customership' })).toEqual(['alert', 'matter', 'customership'])
    expect(hasCause(graph, 'customership')).toBe(true)
    expect(hasCause(graph, 'alert')).toBe(false)
  })

  test('the client is in the middle, people nearer than things, and each has a place of its own', () => {
    const { placed, left } = place(seen(graph, { what: 'all' }).nodes)
    expect(left).toBe(0)
    const middle = placed.find(({ node: { kind } }) => kind === 'client')
    const far = (id: string) => {
      const one = placed.find(({ node: found }) => found.id === id)
      return one && middle ? Math.hypot(one.x - middle.x, one.y - middle.y) : NaN
    }
    expect(far('veikko')).toBeLessThan(far('matter'))
    expect(new Set(placed.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`)).size).toBe(placed.length)
  })
})
