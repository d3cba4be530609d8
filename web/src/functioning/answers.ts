// What is typed into a measure's form, as the node takes it.
import type { MeasureAnswer, MeasureDefinition, MeasureItem } from '../api/types'
import type { Language } from '../i18n'

/** What stands in the fields of one round, by the items' codes. */
export type Draft = Record<string, string>

/** The answer of one who was not able to. */
export const UNABLE = 'unable'

/** A number as people write it, with a comma or a point; undefined for what is none. */
export function numberOf(typed: string): number | undefined {
  const text = typed.trim().replace(/\s/g, '').replace(',', '.').replace('−', '-')
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

/** The answer to an item; undefined when there is none, or it is no number. */
export function answerOf(item: MeasureItem, typed: string | undefined): MeasureAnswer | undefined {
  if (typed === undefined || typed.trim() === '') return undefined
  if (item.kind === 'number' || item.kind === 'time') return typed === UNABLE ? UNABLE : numberOf(typed)
  return item.kind === 'text' ? typed.trim() : typed
}

/** All rounds as they are sent; undefined while something that is asked is not answered. */
export function rowsOf(measure: MeasureDefinition, drafts: Draft[]): Record<string, MeasureAnswer>[] | undefined {
  const rows: Record<string, MeasureAnswer>[] = []
  for (const draft of drafts) {
    const row: Record<string, MeasureAnswer> = {}
    for (const item of measure.items) {
      const answer = answerOf(item, draft[item.code])
      if (answer === undefined) {
        const typed = (draft[item.code] ?? '').trim() !== ''
        if (!item.optional || typed) return undefined
      } else row[item.code] = answer
    }
    rows.push(row)
  }
  return rows
}

/** Why an item is not answered yet: a code the form has words for. */
export function missing(item: MeasureItem, typed: string | undefined): 'required' | 'not_number' | 'out_of_range' | undefined {
  const answer = answerOf(item, typed)
  if (answer === undefined) return typed?.trim() ? 'not_number' : item.optional ? undefined : 'required'
  if (typeof answer === 'number' && ((item.low !== undefined && answer < item.low) || (item.high !== undefined && answer > item.high))) return 'out_of_range'
  return undefined
}

/** A number as a reader of the language writes it. */
export function written(value: number, decimals: number, language: Language): string {
  const text = value.toFixed(decimals).replace(/^-(?=0(\.0*)?$)/, '')
  return (language === 'en' ? text : text.replace('.', ',')).replace('-', '−')
}

/** A score with its unit: `5/12`, `0,52 m/s`. */
export function withUnit(value: number, measure: { decimals: number; unit?: string }, language: Language): string {
  const number = written(value, measure.decimals, language)
  if (!measure.unit) return number
  return measure.unit.startsWith('/') ? `${number}${measure.unit}` : `${number} ${measure.unit}`
}

/** What was answered, as it stands in the fields. */
export function draftsOf(rows: Record<string, MeasureAnswer>[], language: Language): Draft[] {
  const text = (answer: MeasureAnswer) => (typeof answer === 'number' ? (language === 'en' ? String(answer) : String(answer).replace('.', ',')) : answer)
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([code, answer]) => [code, text(answer)])))
}
