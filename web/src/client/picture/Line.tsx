import { linePoints } from './linePoints'

interface Point {
  at: string
  value: number
}

/** A small line over real time (not over counts), so that a gap of a year looks like one. */
export function Line({ series, width, height, label }: { series: readonly Point[]; width: number; height: number; label?: string }) {
  const points = linePoints(series, width, height)
  const last = points.at(-1)
  return (
    <svg className="mini-line" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role={label ? 'img' : undefined} aria-label={label} aria-hidden={label ? undefined : true}>
      <polyline points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      {last && <circle cx={last[0]} cy={last[1]} r="2.5" fill="currentColor" />}
    </svg>
  )
}
