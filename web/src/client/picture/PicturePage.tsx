import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisterOpening, Summary } from '../../api/types'
import { PredictionSection } from '../../prediction/PredictionSection'
import { RefusedClient } from '../RefusedClient'
import { Skeleton } from '../parts/Skeleton'
import { useSummary } from '../queries'
import { Conditions, Devices, History, Medication, Risks } from './Lists'
import { Measures } from './Measures'
import { OpenNow } from './OpenNow'
import { Original } from './Original'
import { OpenProvider, type Opened } from './opening'
import { People } from './People'
import { Plans } from './Plans'
import { arrange, PLACE, sectionOrder, type Section } from './sections'
import { Timeline } from './Timeline'
import { Top } from './Top'
import { Withheld } from './Withheld'
import './picture.css'

const DRAW: Record<Section, (props: { summary: Summary }) => ReactNode> = {
  timeline: Timeline,
  open: OpenNow,
  plans: Plans,
  measures: Measures,
  people: People,
  risks: Risks,
  medication: Medication,
  conditions: Conditions,
  devices: Devices,
  history: History,
}

/** The situation picture: one screen, in the order the viewer's role needs. */
export function PicturePage({ clientId, onOpened }: { clientId: string; onOpened: (opened: RegisterOpening[]) => void }) {
  const { t } = useTranslation('client')
  const query = useSummary(clientId)
  const [opened, setOpened] = useState<Opened>()
  if (query.isPending) return <Waiting />
  if (query.isError) return <RefusedClient clientId={clientId} error={query.error} again={() => void query.refetch()} onOpened={onOpened} />
  const summary = query.data
  const order = sectionOrder(summary.lens.order)
  const draw = (section: Section) => {
    const Part = DRAW[section]
    return (
      <div key={section} className={`pic-${PLACE[section]}`} data-section={section}>
        <Part summary={summary} />
      </div>
    )
  }
  return (
    <OpenProvider value={setOpened}>
      <div className="pic" aria-label={t('picture.title')} role="region">
        <div className="pic-main">
          <div className="pic-wide">
            <Top summary={summary} />
          </div>
          {arrange(order).map(draw)}
        </div>
        <div className="pic-aside">{order.filter((section) => PLACE[section] === 'side').map(draw)}</div>
      </div>
      <PredictionSection clientId={clientId} />
      <Withheld
        clientId={clientId}
        summary={summary}
        onOpened={onOpened}
      />
      {opened && <Original clientId={clientId} opened={opened} onClose={() => setOpened(undefined)} />}
    </OpenProvider>
  )
}

function Waiting() {
  return (
    <div className="pic" aria-busy="true">
      <div className="pic-main">
        <div className="pic-wide pic-card">
          <Skeleton lines={3} />
        </div>
        <div className="pic-wide pic-card">
          <Skeleton lines={6} tall />
        </div>
        <div className="pic-half pic-card">
          <Skeleton lines={4} />
        </div>
        <div className="pic-half pic-card">
          <Skeleton lines={4} />
        </div>
      </div>
      <div className="pic-aside">
        <div className="pic-card">
          <Skeleton lines={6} tall />
        </div>
      </div>
    </div>
  )
}
