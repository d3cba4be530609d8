/** What was being written, kept in this browser until it is put in force or thrown away. Rules hold no personal data. */
export interface Draft {
  text: string
  revision: number
  from: string
}

const draftKey = (kind: string) => `punos-rules-draft:${kind}`

export function readDraft(kind: string): Draft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(draftKey(kind)) ?? 'null') as Draft | null
    return kept && typeof kept.text === 'string' && typeof kept.revision === 'number' ? kept : undefined
  } catch {
    return undefined
  }
}

export const hasDraft = (kind: string) => readDraft(kind) !== undefined

export function keepDraft(kind: string, draft: Draft) {
  localStorage.setItem(draftKey(kind), JSON.stringify(draft))
}

export function dropDraft(kind: string) {
  localStorage.removeItem(draftKey(kind))
}
