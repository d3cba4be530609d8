import { today } from '../../ui/format'

/** Keys that serve the program, not the reader. */
const UNSAID = new Set(['id', 'kind', 'service_task', 'code_system', 'precision', 'target_id', 'received_at', 'source_system'])

/** A typed row as a reader needs it: no inner keys, no empty lists, a quantity with its unit, a day without a made-up time of day. */
export function itemRows(item: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  const toTheDay = item.precision === 'day'
  for (const [key, value] of Object.entries(item)) {
    if (UNSAID.has(key) || value === null || value === undefined || key === 'unit') continue
    if (Array.isArray(value)) {
      if (value.length > 0) out[key] = value.map((entry: unknown) => (typeof entry === 'object' && entry !== null ? itemRows(entry as Record<string, unknown>) : entry))
    } else if (key === 'quantity') {
      out.value = [value, item.unit].filter((part) => part !== undefined && part !== null).join(' ')
    } else if (toTheDay && (key === 'started_at' || key === 'ended_at') && typeof value === 'string') {
      out[key] = today(new Date(value))
    } else {
      out[key] = value
    }
  }
  return out
}
