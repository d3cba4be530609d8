import type { TFunction } from 'i18next'
import type { RuleError } from '../api/types'

/** A fault in the reader's language: what is wrong and what to do. A code newer than this screen keeps the parser's own words. */
export function faultText(fault: RuleError, t: TFunction<'rules'>): string {
  const words = t(`fault.${fault.code}` as never, { ...fault.params, defaultValue: '' }) as string
  return words === '' ? fault.problem : words
}

/** Whether a fault stands in the text being written, not in another kind's that the text would break. */
export function isOwn(fault: RuleError): boolean {
  return fault.file === 'candidate'
}

/** Where in a text a fault begins and ends, for underlining: from its column to the end of what stands there. */
export function span(text: string, fault: RuleError): { from: number; to: number } {
  const lines = text.split('\n')
  const line = Math.min(Math.max(fault.line ?? 1, 1), lines.length)
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  const content = lines[line - 1] ?? ''
  const from = start + Math.min(Math.max((fault.column ?? 1) - 1, 0), content.length)
  const end = start + content.trimEnd().length
  return { from: Math.min(from, end), to: Math.max(end, from) }
}

/** The text with its first day set: what the form says and what the text says are one thing. */
export function withFirstDay(text: string, day: string): string {
  return text.replace(/^(valid_from\s*=\s*).*$/m, `$1"${day}"`)
}
