import type { DeskColumn } from '../api/types'

/** Every column of the list, in the order it has when nobody has chosen another. */
export const columns: DeskColumn[] = ['due', 'client', 'municipality', 'number', 'situation', 'service_task', 'lane', 'handler', 'team', 'initiated', 'sender']
/** Shown at first. */
export const usual: DeskColumn[] = ['due', 'client', 'number', 'situation', 'lane', 'handler', 'initiated']

/** Columns as they were kept, whatever was kept: known ones, each once; whose matter it is always stands. */
export function readColumns(kept: unknown): DeskColumn[] {
  if (!Array.isArray(kept)) return usual
  const known = [...new Set(kept)].filter((one): one is DeskColumn => columns.includes(one as DeskColumn))
  if (known.length === 0) return usual
  return known.includes('client') ? known : ['client', ...known]
}

/** One step towards the beginning (-1) or the end (1). */
export function moved(shown: DeskColumn[], column: DeskColumn, step: -1 | 1): DeskColumn[] {
  const at = shown.indexOf(column)
  const to = at + step
  if (at < 0 || to < 0 || to >= shown.length) return shown
  const next = shown.filter((one) => one !== column)
  next.splice(to, 0, column)
  return next
}
