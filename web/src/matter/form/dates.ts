/**
 * Dates as people write them in Finland and as they are stored. THL's structures allow a year, a year and month, or a whole
 * date (`YYYY[-MM[-DD]]`), so all three are understood: `1975`, `3/1975` or `3.1975`, `4.3.1975`.
 */
export function toFinnishDate(iso: string | undefined): string {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(iso ?? '')
  if (!match) return iso ?? ''
  const [, year, month, day] = match
  if (day) return `${Number(day)}.${Number(month)}.${year}`
  if (month) return `${Number(month)}/${year}`
  return year ?? ''
}

/** The ISO form, or undefined when the text is not a date that exists. */
export function fromFinnishDate(text: string): string | undefined {
  const value = text.trim()
  if (/^\d{4}$/.test(value)) return value
  const monthOnly = /^(\d{1,2})[./](\d{4})$/.exec(value)
  if (monthOnly) {
    const month = Number(monthOnly[1])
    return month >= 1 && month <= 12 ? `${monthOnly[2]}-${String(month).padStart(2, '0')}` : undefined
  }
  const full = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$/.exec(value)
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  const parts = full ? [full[3], full[2], full[1]] : iso ? [iso[1], iso[2], iso[3]] : undefined
  if (!parts) return undefined
  const [year, month, day] = parts.map(Number) as [number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? date.toISOString().slice(0, 10) : undefined
}
