import type { GovernanceLevel } from '../api/types'

/** The rule text with one row's group and level changed; undefined when the text has no such row. Facets keep their levels. */
export function withRow(text: string, row: number, group: string, level: GovernanceLevel): string | undefined {
  const head = new RegExp(`^row = ${row}$`, 'm').exec(text)
  if (!head) return undefined
  const from = text.lastIndexOf('[[rows]]', head.index)
  const next = text.indexOf('\n[[', head.index)
  const to = next === -1 ? text.length : next
  if (from === -1) return undefined
  const changed = text
    .slice(from, to)
    .replace(/^group = ".*"$/m, `group = "${group}"`)
    .replace(/^level = ".*"$/m, `level = "${level}"`)
  return text.slice(0, from) + changed + text.slice(to)
}
