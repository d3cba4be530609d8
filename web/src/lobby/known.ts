import type { LobbyView, Text } from '../api/types'

export interface Known {
  value: string | string[]
  /** Where it is known from, when the node says. */
  source?: Text | string
}

/** What is known already about a field: a bare value, or one with its source. */
export function knownOf(view: LobbyView | undefined, field: string): Known | undefined {
  const raw = view?.known[field]
  if (raw === undefined || raw === null || raw === '') return undefined
  if (typeof raw === 'string') return { value: raw }
  if (Array.isArray(raw)) return raw.length > 0 ? { value: raw.map(String) } : undefined
  if (typeof raw === 'object' && 'value' in raw) {
    const { value, source } = raw as { value: unknown; source?: Text | string }
    if (typeof value === 'string' && value !== '') return { value, source }
    if (Array.isArray(value) && value.length > 0) return { value: value.map(String), source }
  }
  return undefined
}
