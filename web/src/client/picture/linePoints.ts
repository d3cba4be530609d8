const PAD = 4

/** Places values in a box, time to the right and greater upwards; values that are all the same lie in the middle. */
export function linePoints(series: readonly { at: string; value: number }[], width: number, height: number): [number, number][] {
  const sorted = series
    .map(({ at, value }) => ({ time: Date.parse(at), value }))
    .filter(({ time, value }) => Number.isFinite(time) && Number.isFinite(value))
    .sort((a, b) => a.time - b.time)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (!first || !last) return []
  const values = sorted.map(({ value }) => value)
  const low = Math.min(...values)
  const span = Math.max(...values) - low
  const time = last.time - first.time
  return sorted.map((point) => [
    PAD + (time === 0 ? 1 : (point.time - first.time) / time) * (width - 2 * PAD),
    span === 0 ? height / 2 : PAD + (1 - (point.value - low) / span) * (height - 2 * PAD),
  ])
}
