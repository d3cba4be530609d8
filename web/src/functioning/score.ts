// What answers come to, counted on the device when the node cannot be asked. The node counts every score itself (`domains/functioning/src/score.rs`)
// and what it says is what is kept; that both count alike is tried by the same cases (`domains/functioning/src/score_cases.json`).
import type { BandSex, FieldError, MeasureAnswer, MeasureBand, MeasureDefinition, MeasureItem } from '../api/types'
import { UNABLE } from './answers'

type Row = Record<string, MeasureAnswer>
type Scoring =
  | { kind: 'unscored' }
  | { kind: 'sum' }
  | { kind: 'value'; item: string }
  | { kind: 'quotient'; dividend: string; divisor: string; scale: number; squared: boolean }
  | { kind: 'gas'; level: string; weight: string }
  | { kind: 'change' }

export interface Counted {
  score?: number
  band?: MeasureBand
}

const MOST_TEXT = 4_000

/** A number with so many digits after the point; halves go away from zero, and nobody reads −0. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale || 0
}

/** The first of ordered limits that a value comes under. */
function under<T extends { below?: number; up_to?: number }>(all: T[], value: number): T | undefined {
  return all.find(({ below, up_to }) => (below !== undefined ? value < below : up_to !== undefined ? value <= up_to : true))
}

/** Counts the score, or says everything that is wrong with the answers, each at its place. */
export function counted(measure: MeasureDefinition, rows: Row[], sex: BandSex | undefined): Counted | FieldError[] {
  const scoring = measure.score as Scoring
  if (scoring.kind === 'change') return [{ path: '/measure', code: 'measure_derived' }]
  const [first] = rows
  if (!first) return [{ path: '/rows', code: 'required' }]
  if (rows.length > (measure.repeats ?? 1)) return [{ path: '/rows', code: 'too_many' }]
  const faults = rows.flatMap((row, place) => wrong(measure, place, row))
  if (faults.length > 0) return faults
  const raw = scoreOf(measure, scoring, rows, first)
  if (raw === undefined) return {}
  const score = rounded(raw, measure.decimals)
  if ((measure.low !== undefined && score < measure.low) || (measure.high !== undefined && score > measure.high)) return [{ path: '/rows', code: 'out_of_range' }]
  return { score, band: under(measure.bands.filter((band) => band.sex === undefined || band.sex === sex), score) }
}

function scoreOf(measure: MeasureDefinition, scoring: Scoring, rows: Row[], first: Row): number | undefined {
  const of = (code: string, row: Row) => {
    const item = measure.items.find((one) => one.code === code)
    return item && points(item, row)
  }
  switch (scoring.kind) {
    case 'sum':
      return measure.items.reduce((sum, item) => sum + (points(item, first) ?? 0), 0)
    case 'value':
      return of(scoring.item, first)
    case 'quotient': {
      const above = of(scoring.dividend, first)
      const below = of(scoring.divisor, first)
      if (above === undefined || below === undefined) return undefined
      const scaled = below * scoring.scale
      return above / (scoring.squared ? scaled * scaled : scaled)
    }
    case 'gas':
      return tScore(
        rows.flatMap((row) => {
          const weight = of(scoring.weight, row)
          const level = of(scoring.level, row)
          return weight === undefined || level === undefined ? [] : [{ weight, level }]
        }),
      )
    default:
      return undefined
  }
}

/** Goal attainment: T = 50 + 10Σwx / √(0.7Σw² + 0.3(Σw)²). */
function tScore(goals: { weight: number; level: number }[]): number | undefined {
  const sum = (of: (goal: { weight: number; level: number }) => number) => goals.reduce((all, goal) => all + of(goal), 0)
  const weights = sum(({ weight }) => weight)
  const below = Math.sqrt(0.7 * sum(({ weight }) => weight * weight) + 0.3 * weights * weights)
  return below > 0 ? 50 + (10 * sum(({ weight, level }) => weight * level)) / below : undefined
}

/** What an answer counts; nothing for words, and for what was not answered. */
function points(item: MeasureItem, row: Row): number | undefined {
  const answer = row[item.code]
  if (answer === undefined || item.kind === 'text') return undefined
  if (typeof answer === 'number') return under(item.steps, answer)?.points ?? answer
  if (item.kind === 'choice') return item.options.find(({ code }) => code === answer)?.points
  return item.unable
}

function wrong(measure: MeasureDefinition, place: number, row: Row): FieldError[] {
  const faults: FieldError[] = Object.keys(row).some((code) => !measure.items.some((item) => item.code === code)) ? [{ path: `/rows/${place}`, code: 'unknown' }] : []
  for (const item of measure.items) {
    const answer = row[item.code]
    const code = answer === undefined ? (item.optional ? undefined : 'required') : unfit(item, answer)
    if (code) faults.push({ path: `/rows/${place}/${item.code}`, code })
  }
  return faults
}

/** Why an answer is none to this item. */
function unfit(item: MeasureItem, answer: MeasureAnswer): string | undefined {
  const asksNumber = item.kind === 'number' || item.kind === 'time'
  if (typeof answer === 'number') {
    if (!asksNumber) return 'wrong_shape'
    if (!Number.isFinite(answer) || (item.low !== undefined && answer < item.low) || (item.high !== undefined && answer > item.high)) return 'out_of_range'
    return Math.abs(rounded(answer, item.decimals) - answer) > 1e-9 ? 'too_precise' : undefined
  }
  if (asksNumber) return answer !== UNABLE || item.unable === undefined ? 'wrong_shape' : undefined
  if (item.kind === 'choice') return item.options.some(({ code }) => code === answer) ? undefined : 'not_in_list'
  const length = [...answer.trim()].length
  return length === 0 ? 'required' : length > MOST_TEXT ? 'too_long' : undefined
}
