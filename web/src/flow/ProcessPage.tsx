import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { FlowPeriod, ProcessEdge, ProcessMap } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { dateTime, longDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { Drawing } from './Drawing'
import { Tabs, TeamAndTask, useScope } from './Filters'
import type { Behind, FlowScope } from './queries'
import { useProcessMap } from './queries'
import { Rows } from './Rows'
import { useSaid } from './words'
import './flow.css'

const periods: FlowPeriod[] = ['month', 'quarter', 'year']
/** Marking a change in the work one looks at. */
function markHere({ team, service }: FlowScope): string {
  const about = new URLSearchParams({ mark: 'new' })
  if (team) about.set('team', team)
  if (service) about.set('service', service)
  return `/changes?${about}`
}

const tones = { designed: 'neutral', different: 'danger', unused: 'neutral', hand_over: 'warning' } as const

/** How matters really went from step to step, beside how they are meant to go. */
export function Component() {
  const { t } = useTranslation(['flow', 'changes'])
  usePageTitle(t('map.title'))
  const language = useLanguage()
  const { scope, params, set, county } = useScope()
  const period = periods.find((one) => one === params.get('period')) ?? 'quarter'
  const map = useProcessMap(scope, period)
  const [behind, setBehind] = useState<Behind>()
  return (
    <main id="main" tabIndex={-1} className="page stack flow-page">
      <div>
        <h1>{t('map.title')}</h1>
        <p className="quiet">{t('map.lead')}</p>
      </div>
      <Tabs page="/processes" />
      <div className="flow-filters no-print">
        <TeamAndTask teams={map.data?.teams ?? []} />
        <Select label={t('period')} value={period} onChange={(event) => set({ period: event.target.value })}>
          {periods.map((one) => (
            <option key={one} value={one}>
              {t(`periods.${one}`)}
            </option>
          ))}
        </Select>
      </div>
      {map.isPending && <Loading />}
      {map.isError && <ProblemNote error={map.error} />}
      {map.data && (
        <>
          <p className="quiet">
            {t('map.stretch', { from: longDate(map.data.from, language), to: longDate(map.data.to, language), at: dateTime(map.data.counted_at, language) })}
            {map.data.least !== undefined && ` ${t('least', { count: map.data.least })}`}
          </p>
          {county && (
            <p className="no-print">
              <Link to={markHere(scope)}>{t('changes:mark_here')}</Link>
            </p>
          )}
          <Whole map={map.data} onOpen={scope.wide ? undefined : setBehind} />
        </>
      )}
      {behind && <Rows scope={scope} period={period} behind={behind} onClose={() => setBehind(undefined)} />}
    </main>
  )
}

function Whole({ map, onOpen }: { map: ProcessMap; onOpen?: (behind: Behind) => void }) {
  const { t } = useTranslation('flow')
  const text = useText()
  const empty = map.edges.every(({ n, few }) => !few && n === 0) && map.steps.every(({ now }) => now === 0)
  if (empty) return <div className="card empty">{t('map.empty')}</div>
  const differences = map.edges.filter(({ way }) => way === 'different' || way === 'unused')
  return (
    <>
      <section className="card stack flow-drawn" aria-label={t('map.drawn')}>
        <Drawing map={map} onOpen={onOpen} />
        <ul className="flow-key">
          <li className="flow-key-designed">{t('way.designed')}</li>
          <li className="flow-key-different">{t('way.different')}</li>
          <li className="flow-key-unused">{t('way.unused')}</li>
          <li className="flow-key-hand_over">{t('way.hand_over')}</li>
        </ul>
        <p className="quiet">{t('map.legend')}</p>
      </section>
      <section className="card stack" aria-labelledby="flow-chain">
        <h2 id="flow-chain">{text(map.chain.name)}</h2>
        <p>{text(map.chain.about)}</p>
        <p className="quiet">
          {map.chain.law} ({t(`mark.${map.chain.mark}`)})
        </p>
        <h3>{t('map.differences')}</h3>
        {differences.length === 0 ? <p>{t('map.no_differences')}</p> : <Ways edges={differences} onOpen={onOpen} caption={t('map.differences')} />}
      </section>
      <section className="card stack" aria-labelledby="flow-steps">
        <h2 id="flow-steps">{t('map.steps')}</h2>
        <Steps map={map} onOpen={onOpen} />
      </section>
      <section className="card stack" aria-labelledby="flow-ways">
        <h2 id="flow-ways">{t('map.ways')}</h2>
        <Ways edges={map.edges.filter(({ way }) => way !== 'unused')} onOpen={onOpen} caption={t('map.ways')} />
      </section>
      {!onOpen && <p className="quiet">{t('map.county_note')}</p>}
    </>
  )
}

function Steps({ map, onOpen }: { map: ProcessMap; onOpen?: (behind: Behind) => void }) {
  const { t } = useTranslation('flow')
  const said = useSaid()
  return (
    <ul className="plain-list flow-list">
      {map.steps.map((step) => (
        <li key={step.step}>
          <strong>{said.place(step.step)}</strong> {!step.designed && <Pill tone="danger">{t('map.outside')}</Pill>}
          <p>
            {[
              t('map.now', { n: said.number(step.now) }),
              step.now_median_days === undefined ? '' : t('map.now_median', { days: said.days(step.now_median_days) }),
              t('map.left', { n: said.number(step.left) }),
              step.median_days === undefined ? '' : t('map.median', { days: said.days(step.median_days) }),
              step.p90_days === undefined ? '' : t('map.p90', { days: said.days(step.p90_days) }),
              step.over_target ? t('map.over', { count: step.over_target }) : '',
              step.again ? t('map.again', { count: step.again }) : '',
            ]
              .filter(Boolean)
              .join(', ')}
          </p>
          {step.target_days !== undefined && (
            <p className="quiet">
              {t('map.target', { days: said.days(step.target_days) })}: {step.law}
              {step.mark && ` (${t(`mark.${step.mark}`)})`}
            </p>
          )}
          {onOpen && (step.now ?? 0) > 0 && (
            <Button size="small" aria-label={t('open_of', { name: said.place(step.step) })} onClick={() => onOpen({ step: step.step })}>
              {t('open')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function Ways({ edges, onOpen, caption }: { edges: ProcessEdge[]; onOpen?: (behind: Behind) => void; caption: string }) {
  const { t } = useTranslation('flow')
  const said = useSaid()
  return (
    <ul className="plain-list flow-list" aria-label={caption}>
      {edges.map((edge) => (
        <li key={`${edge.from}-${edge.to}`}>
          <strong>{said.way(edge)}</strong> <Pill tone={tones[edge.way]}>{t(`way.${edge.way}`)}</Pill>
          <p>
            {[
              t('map.went', { n: said.number(edge.n) }),
              edge.median_days === undefined ? '' : t('map.median_before', { days: said.days(edge.median_days) }),
              edge.handed ? t('map.handed', { count: edge.handed }) : '',
              edge.back && edge.way !== 'hand_over' ? t('map.back') : '',
            ]
              .filter(Boolean)
              .join(', ')}
          </p>
          {onOpen && (edge.n ?? 0) > 0 && (
            <Button size="small" aria-label={t('open_of', { name: said.way(edge) })} onClick={() => onOpen({ from: edge.from, to: edge.to })}>
              {t('open')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
