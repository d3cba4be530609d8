import { useId } from 'react'

interface SparkProps {
  /** Undefined: there was nothing to count. The line has a gap there, not a nought. */
  points: (number | undefined)[]
  /** What the line shows, for those who do not see it. */
  label: string
  width?: number
  height?: number
}

type Place = readonly [x: number, y: number]

/** A small line; its table stands beside it, one click away. */
export function Spark({ points, label, width = 300, height = 40 }: SparkProps) {
  const id = useId()
  const top = Math.max(...points.map((point) => point ?? 0), 1)
  const step = points.length > 1 ? (width - 6) / (points.length - 1) : 0
  const pieces: Place[][] = [[]]
  points.forEach((point, index) => {
    if (point === undefined) pieces.push([])
    else pieces.at(-1)?.push([3 + index * step, 3 + (height - 6) * (1 - point / top)])
  })
  const lines = pieces.filter((piece) => piece.length > 1)
  // One by itself between gaps would be no line at all.
  const dots = [...pieces.filter((piece) => piece.length === 1).flat(), ...(pieces.at(-1)?.slice(-1) ?? [])]
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-labelledby={id}>
      <title id={id}>{label}</title>
      {lines.map((piece, at) => (
        <polyline key={at} points={piece.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} fill="none" stroke="currentColor" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      ))}
      {dots.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="2.5" fill="currentColor" />
      ))}
    </svg>
  )
}
