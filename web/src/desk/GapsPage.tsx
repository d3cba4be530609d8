import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Gap, GapCount, TeamGaps } from '../api/types'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { useGaps, useSetAside, useTeamGaps } from './useGaps'
import '../people/people.css'
import './desk.css'

/** Where it is mended. */
function place(gap: Gap): string {
  switch (gap.kind) {
    case 'plan_without_client_view':
    case 'goal_without_follow_up':
      return `/clients/${gap.client?.id}/plans`
    case 'customership_without_worker':
      return `/clients/${gap.client?.id}/services`
    case 'visit_without_entry':
      return gap.matter_id ? `/matters/${gap.matter_id}/notes` : `/clients/${gap.client?.id}/appointments`
    default:
      return `/matters/${gap.matter_id}`
  }
}

/** What was done but not recorded, by kind; a lead sees the team's figures too. */
export function Component() {
  const { t } = useTranslation('desk')
  usePageTitle(t('gaps.title'))
  const me = useProfessional()
  const gaps = useGaps()
  const team = useTeamGaps(me.role === 'team_lead')
  const [aside, setAside] = useState<Gap | null>(null)
  const found = gaps.data?.kinds.filter((kind) => kind.count > 0) ?? []
  return (
    <main id="main" tabIndex={-1} className="page gaps">
      <div className="spread">
        <h1>{t('gaps.title')}</h1>
        <Link to="/desk">{t('gaps.back')}</Link>
      </div>
      <p className="quiet">{t('gaps.intro')}</p>
      {gaps.isPending && <Loading />}
      {gaps.isError && (
        <>
          <ProblemNote error={gaps.error} />
          <p>
            <Button onClick={() => void gaps.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {gaps.data && found.length === 0 && (
        <div className="card empty">
          <h2>{t('gaps.none_title')}</h2>
          <p>{t('gaps.none_text')}</p>
        </div>
      )}
      {gaps.data && found.map((kind) => <Kind key={kind.kind} kind={kind} items={gaps.data.items.filter((gap) => gap.kind === kind.kind)} onAside={setAside} />)}
      {team.data && <Team gaps={team.data} />}
      {team.isError && <ProblemNote error={team.error} />}
      {aside && <Aside gap={aside} onClose={() => setAside(null)} />}
    </main>
  )
}

function Kind({ kind, items, onAside }: { kind: GapCount; items: Gap[]; onAside: (gap: Gap) => void }) {
  const { t } = useTranslation('desk')
  const text = useText()
  const language = useLanguage()
  const me = useProfessional()
  const title = text(kind.label)
  return (
    <section className="card gap-kind" aria-labelledby={`gap-${kind.kind}`}>
      <div className="spread">
        <h2 id={`gap-${kind.kind}`}>
          {title} <span className="lane-count">{kind.count}</span>
        </h2>
        <span className="quiet gap-law">
          {kind.law}
          {kind.mark !== 'verified' && ` · ${t('gaps.unchecked')}`}
        </span>
      </div>
      <p>{text(kind.about)}</p>
      <ul className="plain-list gap-list">
        {items.map((gap) => (
          <li key={`${gap.kind} ${gap.object_id}`} className="gap-row">
            <span className="gap-who">
              <Link to={place(gap)} className="strong">
                {gap.client?.name ?? gap.number}
              </Link>
              {gap.client?.age !== undefined && <span className="quiet"> {gap.client.age}</span>}
            </span>
            <span className="quiet">
              {[t('gaps.since', { date: longDate(gap.since, language) }), gap.number, gap.kind === 'goal_without_follow_up' ? t('gaps.goals', { count: gap.count }) : undefined, gap.owner && gap.owner.id !== me.id ? gap.owner.name : undefined]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <Button size="small" look="plain" onClick={() => onAside(gap)} aria-label={t('gaps.aside_of', { name: gap.client?.name ?? gap.number })}>
              {t('gaps.aside')}
            </Button>
          </li>
        ))}
      </ul>
      {items.length < kind.count && <p className="quiet">{t('gaps.more', { count: kind.count - items.length })}</p>}
    </section>
  )
}

function Aside({ gap, onClose }: { gap: Gap; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const announce = useAnnounce()
  const setAside = useSetAside()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <Dialog
      title={t('gaps.aside_title', { name: gap.client?.name ?? gap.number })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={setAside.isPending}
          onClick={() => {
            setTried(true)
            if (reason.trim() === '') return
            setAside.mutate(
              { gap, reason: reason.trim() },
              {
                onSuccess: () => {
                  announce(t('gaps.aside_done'))
                  onClose()
                },
              },
            )
          }}
        >
          {t('gaps.aside_send')}
        </Button>
      }
    >
      <p>{t('gaps.aside_text')}</p>
      {setAside.isError && <ProblemNote error={setAside.error} />}
      <LongTextField label={t('gaps.aside_reason')} value={reason} onChange={setReason} error={tried && reason.trim() === '' ? t('write_reason') : undefined} rows={3} />
    </Dialog>
  )
}

/** The team's figures: who has how many of what. No client is named. */
function Team({ gaps }: { gaps: TeamGaps }) {
  const { t } = useTranslation('desk')
  const text = useText()
  const kinds = gaps.kinds.filter((kind) => kind.count > 0)
  return (
    <section className="card" aria-labelledby="gaps-team">
      <h2 id="gaps-team">{t('gaps.team')}</h2>
      {kinds.length === 0 ? (
        <p className="quiet">{t('gaps.team_none')}</p>
      ) : (
        <div className="scroll-x" role="region" aria-labelledby="gaps-team" tabIndex={0}>
          <table className="table gap-table">
            <thead>
              <tr>
                <th scope="col">{t('gaps.whose')}</th>
                {kinds.map((kind) => (
                  <th key={kind.kind} scope="col">
                    {text(kind.label)}
                  </th>
                ))}
                <th scope="col">{t('gaps.total')}</th>
              </tr>
            </thead>
            <tbody>
              {gaps.people.map((one) => (
                <tr key={one.professional?.id ?? 'nobody'}>
                  <th scope="row">{one.professional?.name ?? t('gaps.nobody')}</th>
                  {kinds.map((kind) => (
                    <td key={kind.kind} className="num">
                      {one.by_kind[kind.kind] ?? 0}
                    </td>
                  ))}
                  <td className="num">{one.total}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
