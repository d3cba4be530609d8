/** A path filled in beforehand, and the fact it came from when the server names it. */
export interface KnownPath {
  path: string[]
  source?: string
}

/**
 * Reads the server's list of JSON Pointers, with the source of each from the map beside it (or after a space, `|` or `=` in the
 * entry itself, or in an object). `*` stands for the rows of a list, which is marked as a whole.
 */
export function readKnown(entries: readonly unknown[], from: Record<string, string> = {}): KnownPath[] {
  return entries.flatMap((entry): KnownPath[] => {
    const [path, source] =
      typeof entry === 'string'
        ? split(entry)
        : typeof entry === 'object' && entry !== null && 'path' in entry
          ? [String(entry.path), 'source' in entry && typeof entry.source === 'string' ? entry.source : undefined]
          : []
    if (!path) return []
    const keys = path.split('/').filter(Boolean)
    const star = keys.indexOf('*')
    return [{ path: star >= 0 ? keys.slice(0, star) : keys, source: source ?? from[path] }]
  })
}

function split(entry: string): [string, string | undefined] {
  const at = entry.search(/[\s|=]/)
  return at < 0 ? [entry, undefined] : [entry.slice(0, at), entry.slice(at + 1).trim() || undefined]
}

/** The known path a field lies on or under. */
export function knownAt(known: readonly KnownPath[], path: readonly (string | number)[]): KnownPath | undefined {
  return known.find((entry) => entry.path.length > 0 && entry.path.length <= path.length && entry.path.every((key, index) => String(path[index]) === key))
}

/** The value a path leads to. */
export function valueAt(body: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined), body)
}
