import { describe, expect, it } from 'vitest'
import type { ChainPlace } from '../api/types'
import { height, placeOf, thickness, wayOf, width } from './layout'

const places: ChainPlace[] = ['start', 'first_contact', 'returned', 'assessment', 'planning', 'decision', 'managing', 'closed']

describe('the drawing of a process', () => {
  it('keeps places and labels of every way inside', () => {
    for (const from of places) {
      const { x, y, width: wide, height: high } = placeOf(from)
      expect(x >= 0 && x + wide <= width && y >= 0 && y + high <= height).toBe(true)
      for (const to of places) {
        const { label, path } = wayOf({ from, to })
        expect(label[0] >= 0 && label[0] <= width && label[1] >= 0 && label[1] <= height, `${from} ${to} ${label.join(' ')}`).toBe(true)
        expect(path).not.toContain('NaN')
      }
    }
  })
  it('goes forward above and back below', () => {
    expect(wayOf({ from: 'first_contact', to: 'planning' }).label[1]).toBeLessThan(placeOf('planning').y)
    expect(wayOf({ from: 'planning', to: 'first_contact' }).label[1]).toBeGreaterThan(placeOf('planning').y + placeOf('planning').height)
  })
  it('is thicker with more', () => {
    expect(thickness(100, 100)).toBe(14)
    expect(thickness(25, 100)).toBeLessThan(thickness(50, 100))
    expect([thickness(0, 100), thickness(undefined, 100), thickness(0, 0)]).toEqual([1.5, 1.5, 1.5])
  })
})
