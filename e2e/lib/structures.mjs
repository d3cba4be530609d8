// The nation's structures, where their folder is present, and answers made from a structure as the node tells it.
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const folder = join(resolve(dirname(fileURLToPath(import.meta.url)), '../..'), '../shared/data/sosmeta')

/** Why the journeys on the nation's set are passed over, or nothing: the set is imported, not shipped. */
export const absent = existsSync(folder) ? false : `${folder} is not there: the national structures are imported, not shipped`

/** A complete answer: something in every field that a person fills. */
export function answer(node) {
  const marks = node.punos ?? {}
  switch (marks.as) {
    case 'coded':
      return { system: marks.system, code: marks.choices?.[0]?.code ?? '1', display: marks.choices?.[0]?.label.fi ?? 'Luokka' }
    case 'identifier':
      return { value: '1.2.246.10.1' }
    case 'quantity':
      return { value: 12.5, code: 'EUR' }
    case 'notice':
      return {}
    case 'hetu':
      return undefined
  }
  if (node.enum) return node.enum[0]
  if (node.type === 'object') {
    return Object.fromEntries(Object.entries(node.properties ?? {}).map(([name, child]) => [name, answer(child)]).filter(([, value]) => value !== undefined))
  }
  if (node.type === 'array') return [answer(node.items)]
  if (node.type === 'boolean') return true
  if (node.type === 'number' || node.type === 'integer') return 12.5
  if (node.pattern?.includes('[0-9]{4}')) return node.pattern.includes('T') ? '2026-11-21T10:00:00+02:00' : '2026-11-21'
  return 'Äidin ja pojan yhteinen arki – öisin hiljaista'
}

/** The ids of the fields a form must show for a body, in the order of the structure. */
export function fields(node, body, path = ['doc']) {
  if (node.punos?.as && node.punos.as !== 'phrase') return [path.join('_')]
  if (node.type === 'object') return Object.entries(node.properties ?? {}).flatMap(([name, child]) => fields(child, body?.[name], [...path, name]))
  if (node.type === 'array') return (body ?? []).flatMap((row, index) => fields(node.items, row, [...path, String(index)]))
  return [path.join('_')]
}
