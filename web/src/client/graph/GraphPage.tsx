import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientGraph } from '../../api/types'
import { useText } from '../../i18n/text'
import { MayHold } from '../../story/MayHold'
import { useGraph } from '../../story/queries'
import '../../story/story.css'
import { Button } from '../../ui/Button'
import { Select } from '../../ui/Select'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { Drawing } from './Drawing'
import { hasCause, seen, type Asked } from './filter'
import { NodeList } from './NodeList'

/** A narrow screen has no room for a drawing; the list is the same. */
const narrow = () => window.matchMedia('(max-width: 640px)').matches

/** The client's people and things, drawn or listed, and what is asked of them. */
export default function GraphPage({ clientId }: { clientId: string }) {
  const query = useGraph(clientId)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  return <Graph clientId={clientId} graph={query.data} />
}

function Graph({ clientId, graph }: { clientId: string; graph: ClientGraph }) {
  const { t } = useTranslation('story')
  const text = useText()
  const [asked, setAsked] = useState<Asked>({ what: 'help' })
  const [asList, setAsList] = useState(narrow)
  const shown = seen(graph, asked)
  const caused = graph.nodes.filter((node) => hasCause(graph, node.id))
  const others = shown.nodes.filter(({ kind }) => kind !== 'client')
  const choose = (what: string) => {
    const [first] = caused
    if (what === 'help') setAsked({ what: 'help' })
    else if (what === 'led' && first) setAsked({ what: 'led', to: first.id })
    else setAsked({ what: 'all' })
  }
  return (
    <div className="cl-page">
      <section className="card stack" aria-labelledby="gr-title">
        <div className="spread">
          <h2 id="gr-title">{t('graph.title')}</h2>
          <Button size="small" aria-pressed={asList} onClick={() => setAsList(!asList)}>
            {t('graph.as_list')}
          </Button>
        </div>
        <div className="st-filters">
          <Select label={t('graph.ask')} value={asked.what} onChange={(event) => choose(event.target.value)}>
            <option value="help">{t('graph.who_helps')}</option>
            {caused.length > 0 && <option value="led">{t('graph.what_led')}</option>}
            <option value="all">{t('graph.everything')}</option>
          </Select>
          {asked.what === 'help' && (
            <Select label={t('graph.when')} value={asked.daypart ?? ''} onChange={(event) => setAsked({ what: 'help', daypart: event.target.value || undefined })}>
              <option value="">{t('graph.any_time')}</option>
              {graph.dayparts.map((part) => (
                <option key={part.code} value={part.code}>
                  {text(part.name)}
                </option>
              ))}
            </Select>
          )}
          {asked.what === 'led' && (
            <Select label={t('graph.to_what')} value={asked.to} onChange={(event) => setAsked({ what: 'led', to: event.target.value })}>
              {caused.map((node) => (
                <option key={node.id} value={node.id}>
                  {`${t(`graph.kind.${node.kind}`)}: ${text(node.name)}`}
                </option>
              ))}
            </Select>
          )}
        </div>
        <p role="status" className="quiet">
          {t('graph.found', { count: others.length })}
        </p>
        {others.length === 0 && <p>{t(asked.what === 'help' ? 'graph.nobody' : 'graph.nothing')}</p>}
        {others.length > 0 &&
          (asList ? (
            <NodeList clientId={clientId} graph={graph} shown={shown} onLed={(to) => setAsked({ what: 'led', to })} />
          ) : (
            <Drawing shown={shown} />
          ))}
        {graph.others_may_hold && <MayHold client={clientId} open={graph.registers_open} />}
      </section>
    </div>
  )
}
