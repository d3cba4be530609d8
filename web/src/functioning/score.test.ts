// The same cases as the node's (domains/functioning/src/score_tests.rs): two that count must count alike.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { BandSex, FieldError, MeasureAnswer, MeasureDefinition } from '../api/types'
import { counted, rounded } from './score'

interface Case {
  measure: string
  rows: Record<string, MeasureAnswer>[]
  sex?: BandSex
  score?: number
  band?: string
  faults?: FieldError[]
}
const { measures, cases } = JSON.parse(readFileSync(resolve(process.cwd(), '../domains/functioning/src/score_cases.json'), 'utf8')) as {
  measures: MeasureDefinition[]
  cases: Case[]
}

test.each(cases.map((one, place) => [`${place} ${one.measure}`, one] as const))('counts as the node does: %s', (_, one) => {
  const measure = measures.find(({ code }) => code === one.measure)
  if (!measure) throw new Error(`no measure ${one.measure}`)
  const result = counted(measure, one.rows, one.sex)
  if (one.faults) expect(result).toEqual(one.faults)
  else {
    expect(Array.isArray(result)).toBe(false)
    if (!Array.isArray(result)) expect([result.score, result.band?.code]).toEqual([one.score, one.band])
  }
})

test('every way of scoring is among the cases', () => {
  const tried = new Set(cases.map((one) => measures.find(({ code }) => code === one.measure)?.score.kind))
  expect(new Set(measures.map(({ score }) => score.kind))).toEqual(tried)
})

test('halves go away from zero', () => {
  expect([rounded(0.5, 0), rounded(-0.5, 0), rounded(2.345, 1), Object.is(rounded(-0.01, 1), 0)]).toEqual([1, -1, 2.3, true])
})
