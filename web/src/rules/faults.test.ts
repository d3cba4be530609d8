import { describe, expect, it } from 'vitest'
import type { RuleError } from '../api/types'
import { span, withFirstDay } from './faults'

const fault = (line?: number, column?: number): RuleError => ({ file: 'candidate', line, column, code: 'empty', problem: 'is empty' })

describe('where a fault stands', () => {
  const text = 'kind = "routing"\nversion = "1"  \n\nlast'
  it('underlines from its column to the end of the line', () => {
    expect(span(text, fault(1, 8))).toEqual({ from: 7, to: 16 })
    expect(span(text, fault(2, 1))).toEqual({ from: 17, to: 30 })
  })
  it('never leaves the text', () => {
    expect(span(text, fault(3, 5))).toEqual({ from: 33, to: 33 })
    expect(span(text, fault(99, 99))).toEqual({ from: 38, to: 38 })
    expect(span(text, fault())).toEqual({ from: 0, to: 16 })
    expect(span('', fault(1, 1))).toEqual({ from: 0, to: 0 })
  })
})

describe('the first day', () => {
  it('is written into the head and nowhere else', () => {
    const text = 'valid_from = 2023-01-01\n[[rules]]\nvalid_from = "2024-01-01"\n'
    expect(withFirstDay(text, '2027-01-01')).toBe('valid_from = "2027-01-01"\n[[rules]]\nvalid_from = "2024-01-01"\n')
  })
})
