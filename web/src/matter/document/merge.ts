/** A value of a document's body. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** JSON pointer-like path: the keys from the body's root. Arrays are compared whole, because rows have no identity of their own. */
export type Path = readonly string[]

export interface FieldChange {
  path: Path
  base: Json | undefined
  mine: Json | undefined
  theirs: Json | undefined
  /** `both`: the two sides changed it differently, so a person must choose. */
  changedBy: 'mine' | 'theirs' | 'both'
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Deep equality where a missing value, an empty string and an empty object mean the same: nothing was written. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (empty(a) && empty(b)) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => same(value, b[i]))
  }
  if (isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]))
  }
  return a === b
}

export function empty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  if (isObject(value)) return Object.values(value).every(empty)
  return false
}

/** Every field on which the draft here and the row now in the store differ, in the order of the document. */
export function compare(base: Json, mine: Json, theirs: Json): FieldChange[] {
  const out: FieldChange[] = []
  const visit = (path: string[], b: Json | undefined, m: Json | undefined, t: Json | undefined) => {
    if (same(m, t)) return
    if ((isObject(m) || m === undefined) && (isObject(t) || t === undefined) && (isObject(m) || isObject(t))) {
      const keys = new Set([...Object.keys(isObject(t) ? t : {}), ...Object.keys(isObject(m) ? m : {})])
      for (const key of keys) {
        visit(
          [...path, key],
          isObject(b) ? b[key] : undefined,
          isObject(m) ? m[key] : undefined,
          isObject(t) ? t[key] : undefined,
        )
      }
      return
    }
    const mineChanged = !same(b, m)
    const theirsChanged = !same(b, t)
    out.push({ path, base: b, mine: m, theirs: t, changedBy: mineChanged && theirsChanged ? 'both' : mineChanged ? 'mine' : 'theirs' })
  }
  visit([], base, mine, theirs)
  return out
}

export function pathKey(path: Path): string {
  return path.join('/')
}

/** A copy of `body` with one field set (or taken away when the value is undefined). */
export function withValue(body: Json | undefined, path: Path, value: Json | undefined): Json {
  const [head, ...rest] = path
  if (head === undefined) return value ?? null
  const copy: { [key: string]: Json } = isObject(body) ? { ...body } : {}
  if (rest.length === 0) {
    if (value === undefined) delete copy[head]
    else copy[head] = value
  } else {
    copy[head] = withValue(copy[head], rest, value)
  }
  return copy
}

/** The body to save after a conflict: theirs, with my value put in for each field where mine was chosen. */
export function merge(theirs: Json, changes: readonly FieldChange[], choice: (change: FieldChange) => 'mine' | 'theirs'): Json {
  return changes.reduce<Json>(
    (body, change) => (choice(change) === 'mine' ? withValue(body, change.path, change.mine) : body),
    theirs,
  )
}
