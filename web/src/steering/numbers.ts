// How a figure is written, and where its drawing stands; pure.
import type { FigureSeen, FigureUnit, ForecastDay } from '../api/types'
import type { Language } from '../i18n'

const locales: Record<Language, string> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }

/** 1 234; 4,5; 87 %. */
export function written(value: number, unit: FigureUnit, language: Language): string {
  const style = unit === 'share' ? ({ style: 'percent', maximumFractionDigits: 0 } as const) : ({ maximumFractionDigits: unit === 'days' ? 1 : 0 } as const)
  return new Intl.NumberFormat(locales[language], style).format(value)
}

/** With one decimal at most. */
export function decimal(value: number, language: Language, digits = 1): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: digits }).format(value)
}

export type Going = 'better' | 'worse' | 'same'

/** Whether the newest is better than the one before it; undefined when it cannot be said. */
export function going(figure: Pick<FigureSeen, 'points' | 'better'>): Going | undefined {
  const [now, before] = [figure.points.at(-1)?.value, figure.points.at(-2)?.value]
  if (figure.better === 'none' || now === undefined || before === undefined) return undefined
  if (now === before) return 'same'
  return now > before === (figure.better === 'more') ? 'better' : 'worse'
}

/** Whether the newest reaches what is aimed at. */
export function reached(figure: Pick<FigureSeen, 'points' | 'better' | 'target'>): boolean | undefined {
  const now = figure.points.at(-1)?.value
  if (now === undefined || figure.target === undefined || figure.better === 'none') return undefined
  return figure.better === 'more' ? now >= figure.target : now <= figure.target
}

export interface Box { width: number; height: number; left: number; bottom: number }
export interface Band { line: string; band80: string; band95: string; dots: [number, number][]; top: number }

/** A line with its two bands, from nought up; nothing of no days. */
export function band(days: ForecastDay[], box: Box): Band | undefined {
  if (days.length === 0) return undefined
  const top = Math.max(1, ...days.map((day) => Math.max(day.high95, day.came ?? 0)))
  const x = (at: number) => box.left + (days.length === 1 ? 0.5 : at / (days.length - 1)) * (box.width - box.left - 8)
  const y = (value: number) => 6 + (1 - value / top) * (box.height - box.bottom - 6)
  const point = (at: number, value: number) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`
  const around = (low: (day: ForecastDay) => number, high: (day: ForecastDay) => number) =>
    [...days.map((day, at) => point(at, high(day))), ...days.map((day, at) => point(at, low(day))).reverse()].join(' ')
  return {
    line: days.map((day, at) => point(at, day.expected)).join(' '),
    band80: around((day) => day.low80, (day) => day.high80),
    band95: around((day) => day.low95, (day) => day.high95),
    dots: days.flatMap((day, at): [number, number][] => (day.came === undefined ? [] : [[x(at), y(day.came)]])),
    top,
  }
}
