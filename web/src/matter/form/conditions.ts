/** The answer another field must have, as the server says it. */
interface Is {
  flag?: boolean
  /** Anything but this, also nothing at all. */
  not_flag?: boolean
  codes?: string[]
  /** The code's words begin so. */
  words?: string[]
  other_words?: string[]
  answered?: boolean
}

/** Which field is needed when. Ways are lists of names, `*` for every row; all lead from `base`. */
export interface StructureCondition {
  base: string[]
  one_of?: string[][]
  labels?: string[]
  field?: string[]
  when?: { field: string[]; is: Is }[]
  shown?: boolean
  /** An identifier that the register gives may answer it: the server looks when it has been put in. */
  by_register?: boolean
}

/** What a condition makes of a field as the document now stands. */
export type Asked = { kind: 'required' } | { kind: 'one_of'; fields: string } | { kind: 'hidden' }

type Place = (string | number)[]

const part = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined)

/** The places a way leads to, also those that are still empty; a list leads to the rows that there are. */
function places(body: unknown, way: readonly string[]): { at: Place; value: unknown }[] {
  let found: { at: Place; value: unknown }[] = [{ at: [], value: body }]
  for (const step of way) {
    found = found.flatMap(({ at, value }) =>
      step === '*' ? (Array.isArray(value) ? value.map((row: unknown, index) => ({ at: [...at, index], value: row })) : []) : [{ at: [...at, step], value: part(value, step) }],
    )
  }
  return found
}

export function answered(value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.some(answered)
  if (typeof value === 'object') return Object.values(value).some(answered)
  return true
}

function has(value: unknown, is: Is): boolean {
  if (Array.isArray(value)) return value.some((row) => has(row, is))
  const display = part(value, 'display')
  const begins = (words: string[]) => typeof display === 'string' && words.some((word) => display.trim().toLowerCase().startsWith(word.toLowerCase()))
  if (is.flag !== undefined) return value === is.flag
  if (is.codes) return is.codes.includes(String(part(value, 'code') ?? value ?? ''))
  if (is.words) return begins(is.words)
  if (is.other_words) return typeof display === 'string' && display.trim() !== '' && !begins(is.other_words)
  return answered(value)
}

function holds(object: unknown, when: StructureCondition['when']): boolean {
  if (!when || when.length === 0) return true
  return when.some(({ field, is }) => {
    const found = places(object, field)
    return is.not_flag === undefined ? found.some(({ value }) => has(value, is)) : !found.some(({ value }) => value === is.not_flag)
  })
}

export const placeKey = (path: readonly (string | number)[]): string => path.join('/')

/** What is asked beyond the structure itself, by place. The same judgement as the server's when the document is finished. */
export function askedBy(conditions: readonly StructureCondition[], body: unknown): Record<string, Asked> {
  const out: Record<string, Asked> = {}
  for (const { base, one_of, labels, field, when, shown, by_register } of conditions) {
    for (const { at, value: object } of places(body, base)) {
      if (one_of && !by_register) {
        const ways = one_of.map((way) => places(object, way))
        if (ways.some((found) => found.some(({ value }) => answered(value) && value !== false))) continue
        for (const way of one_of) out[placeKey([...at, ...way.filter((step) => step !== '*')])] ??= { kind: 'one_of', fields: (labels ?? []).join(', ') }
      } else if (field) {
        const needed = holds(object, when)
        for (const { at: place, value } of places(object, field)) {
          if (needed && !by_register) out[placeKey([...at, ...place])] = { kind: 'required' }
          else if (!needed && shown && !answered(value)) out[placeKey([...at, ...place])] ??= { kind: 'hidden' }
        }
      }
    }
  }
  return out
}
