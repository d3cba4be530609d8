import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ClientGraph, GraphKind, GraphNode } from '../../api/types'
import { useText } from '../../i18n/text'
import { placeOf } from '../../story/places'
import { Button } from '../../ui/Button'
import { useWhen } from '../when'
import { hasCause, type Seen } from './filter'

const KINDS: readonly GraphKind[] = ['close_one', 'professional', 'team', 'service', 'customership', 'plan', 'matter', 'request', 'decision', 'alert']

/** The same as a list: each with what ties it to others in words. */
export function NodeList({ clientId, graph, shown, onLed }: { clientId: string; graph: ClientGraph; shown: Seen; onLed: (id: string) => void }) {
  const { t } = useTranslation('story')
  return (
    <div className="stack">
      {KINDS.map((kind) => {
        const of = shown.nodes.filter((node) => node.kind === kind)
        if (of.length === 0) return null
        return (
          <section key={kind} aria-label={t(`graph.kinds.${kind}`)}>
            <h3>{t(`graph.kinds.${kind}`)}</h3>
            <ul className="plain-list gr-list">
              {of.map((node) => (
                <One key={node.id} clientId={clientId} graph={graph} shown={shown} node={node} onLed={onLed} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function One({ clientId, graph, shown, node, onLed }: { clientId: string; graph: ClientGraph; shown: Seen; node: GraphNode; onLed: (id: string) => void }) {
  const { t } = useTranslation('story')
  const text = useText()
  const when = useWhen()
  const names = new Map(shown.nodes.map((one) => [one.id, text(one.name)]))
  const place = node.place && placeOf(clientId, node.place)
  const parts = graph.dayparts.filter(({ code }) => node.dayparts.includes(code)).map((part) => text(part.name))
  const time = node.from && (node.to ? `${when.day(node.from)}–${when.day(node.to)}` : t('graph.since', { date: when.day(node.from) }))
  const ties = shown.edges.filter(({ from }) => from === node.id)
  return (
    <li>
      <b>{place ? <Link to={place}>{text(node.name)}</Link> : text(node.name)}</b>{' '}
      <span className="quiet">{[text(node.note), ...parts, time].filter(Boolean).join(' · ')}</span>
      {ties.length > 0 && (
        <ul className="gr-ties">
          {ties.map((edge) => (
            <li key={`${edge.tie}${edge.to}`}>{t(`graph.tie.${edge.tie}`, { name: names.get(edge.to) ?? '' })}</li>
          ))}
        </ul>
      )}
      {hasCause(graph, node.id) && (
        <Button size="small" look="plain" onClick={() => onLed(node.id)}>
          {t('graph.led_to_this', { name: text(node.name) })}
        </Button>
      )}
    </li>
  )
}
