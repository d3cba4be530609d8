import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withRow } from './draft'

// The tests run from `web`.
const text = readFileSync('../rules/catalogue.toml', 'utf8')

describe('a change of one row in the rule text', () => {
  it('changes the row and nothing else', () => {
    const changed = withRow(text, 18, 'payments', 'county') ?? ''
    const lines = text.split('\n')
    const differing = changed.split('\n').filter((line, index) => line !== lines[index])
    expect(differing).toEqual(['group = "payments"', 'level = "county"'])
    expect(changed.indexOf('group = "payments"')).toBeGreaterThan(changed.indexOf('row = 18'))
    expect(changed.split('\n')).toHaveLength(lines.length)
  })

  it('leaves the levels of the parts alone', () => {
    const changed = withRow(text, 6, 'basic', 'county') ?? ''
    expect(changed.match(/\{ code = "national", level = "national"/g)).toHaveLength(1)
  })

  it('reaches the last row too, and says when there is none', () => {
    expect(withRow(text, 30, 'services', 'county')).toContain('row = 30\ncode = "foreigners_payments"\ngroup = "services"')
    expect(withRow(text, 31, 'services', 'county')).toBeUndefined()
  })
})
