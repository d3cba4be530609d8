/** Which rows are chosen: some by name, or all that the filters show but some. */
export interface Selection {
  /** All in the filters, not only those on screen; `ids` are then the ones left out. */
  all: boolean
  ids: ReadonlySet<string>
}

export const nothing: Selection = { all: false, ids: new Set() }

export function has(selection: Selection, id: string): boolean {
  return selection.all !== selection.ids.has(id)
}

export function count(selection: Selection, total: number): number {
  return selection.all ? total - selection.ids.size : selection.ids.size
}

/** Chooses these or takes them off. */
export function set(selection: Selection, ids: readonly string[], on: boolean): Selection {
  const next = new Set(selection.ids)
  for (const id of ids) {
    if (on === selection.all) next.delete(id)
    else next.add(id)
  }
  return { all: selection.all, ids: next }
}

/** The rows from one to another, both with them, in the order they stand. */
export function range(rows: readonly string[], from: string | null, to: string): string[] {
  const [a, b] = [from === null ? -1 : rows.indexOf(from), rows.indexOf(to)]
  if (b < 0) return []
  if (a < 0) return [to]
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1)
}
