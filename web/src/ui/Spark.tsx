import { useId } from 'react'

interface SparkProps {
  points: number[]
  /** What the line shows, for those who do not see it. */
  label: string
  width?: number
  height?: number
}

/** A small line; its table stands beside it, one click away. */
export function Spark({ points, label, width = 300, height = 40 }: SparkProps) {
  const id = useId()
  const top = Math.max(...points, 1)
  const step = points.length > 1 ? (width - 6) / (points.length - 1) : 0
  const at = points.map((point, index) => [3 + index * step, 3 + (height - 6) * (1 - point / top)] as const)
  const last = at.at(-1)
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-labelledby={id}>
      <title id={id}>{label}</title>
      <polyline points={at.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} fill="none" stroke="currentColor" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      {last && <circle cx={last[0]} cy={last[1]} r="2.5" fill="currentColor" />}
    </svg>
  )
}
