// Dates and times as people in Finland read them, always by the clock of Helsinki.
import type { Language } from '../i18n'

const zone = 'Europe/Helsinki'
const locales: Record<Language, string> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }

const formats = new Map<string, Intl.DateTimeFormat>()
function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locales[language], options)
    formats.set(key, made)
  }
  return made
}

/** Local dates (`2026-11-24`) have no zone; they are read as UTC so that no clock moves them. */
function asDate(value: string): { date: Date; timeZone: string } {
  return value.length === 10 ? { date: new Date(`${value}T00:00:00Z`), timeZone: 'UTC' } : { date: new Date(value), timeZone: zone }
}

function show(value: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const { date, timeZone } = asDate(value)
  if (Number.isNaN(date.getTime())) return value
  return format(language, { ...options, timeZone }).format(date)
}

/** 24.11.2026 */
export function longDate(value: string, language: Language): string {
  return show(value, language, { day: 'numeric', month: 'numeric', year: 'numeric' })
}

/** 24.11. */
export function shortDate(value: string, language: Language): string {
  if (language === 'en') return show(value, language, { day: 'numeric', month: 'short' })
  return show(value, language, { day: 'numeric', month: 'numeric' }).replace(/[./](\d+)\.?$/, '.$1.')
}

/** ti 24.11. */
export function weekdayDate(value: string, language: Language): string {
  return `${show(value, language, { weekday: 'short' }).replace(/\.$/, '')} ${shortDate(value, language)}`
}

/** 14.02 in Finnish and Swedish, 14:02 in English */
export function time(value: string, language: Language): string {
  const text = show(value, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return language === 'en' ? text : text.replace(':', '.')
}

/** With seconds: shows that a screen is alive. */
export function clock(value: string, language: Language): string {
  const text = show(value, language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return language === 'en' ? text : text.replaceAll(':', '.')
}

/** 24.11.2026 14.02 */
export function dateTime(value: string, language: Language): string {
  return `${longDate(value, language)} ${time(value, language)}`
}

/** Today's date in Helsinki, `2026-11-24`. */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now)
}

/** Whole days from one local date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** What a person types (24.11.2026, 24.11.26 is refused, 2026-11-24) as a local date, or undefined when it is no date. */
export function readDate(typed: string): string | undefined {
  const text = typed.trim()
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text)
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : []
  if (!year || !month || !day) return undefined
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined
}
