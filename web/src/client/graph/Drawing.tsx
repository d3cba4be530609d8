import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../i18n/text'
import type { Seen } from './filter'
import { HEIGHT, place, WIDTH } from './layout'

/** A name that fits under its circle. */
const short = (name: string) => (name.length > 22 ? `${name.slice(0, 20)}…` : name)

/** The graph in rings around the client; what is in it is read in the list. */
export function Drawing({ shown }: { shown: Seen }) {
  const { t } = useTranslation('story')
  const text = useText()
  const { placed, left } = useMemo(() => place(shown.nodes), [shown.nodes])
  const at = new Map(placed.map((one) => [one.node.id, one]))
  return (
    <>
      <svg className="gr-drawing" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('graph.drawing', { count: placed.length - 1 })}>
        {shown.edges.map((edge) => {
          const from = at.get(edge.from)
          const to = at.get(edge.to)
          if (!from || !to) return null
          return <line key={`${edge.from}${edge.tie}${edge.to}`} x1={from.x} y1={from.y} x2={to.x} y2={to.y} className={`gr-line gr-line-${edge.tie}`} />
        })}
        {placed.map(({ node, x, y }) => (
          <g key={node.id} className={`gr-node gr-${node.kind}`}>
            <title>{`${t(`graph.kind.${node.kind}`)}: ${text(node.name)}`}</title>
            <circle cx={x} cy={y} r={node.kind === 'client' ? 20 : 12} />
            <text x={x} y={y + (node.kind === 'client' ? 36 : 27)}>
              {short(text(node.name))}
            </text>
          </g>
        ))}
      </svg>
      {left > 0 && <p className="quiet">{t('graph.left', { count: left })}</p>}
    </>
  )
}
