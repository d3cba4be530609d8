import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Deadline, Matter } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DeadlineBadge } from '../ui/DeadlineBadge'
import { ProblemNote } from '../ui/ProblemNote'
import { Pause, Prolong } from './actions/ActionDialogs'
import { may, useChange } from './queries'
import { useReasonWords } from './reasonWords'

const ORDER: Record<Deadline['state'], number> = { missed: 0, running: 1, paused: 2, met: 3, ended: 4 }

/** The statutory clocks of the matter, each with its section of law, to pause and to resume. */
export function Deadlines({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const text = useText()
  const when = useWhen()
  const announce = useAnnounce()
  const words = useReasonWords()
  const [pausing, setPausing] = useState<Deadline>()
  const [prolonging, setProlonging] = useState<Deadline>()
  const resume = useChange(matter, () => announce(t('done.resume')))
  const sorted = [...matter.deadlines].sort((a, b) => ORDER[a.state] - ORDER[b.state] || (a.due_on ?? '9').localeCompare(b.due_on ?? '9'))
  return (
    <section className="card mt-card" aria-labelledby="dl-title">
      <h2 id="dl-title">{t('deadlines')}</h2>
      {sorted.length === 0 && <p className="quiet">{t('no_deadlines')}</p>}
      <ul className="row-list">
        {sorted.map((deadline) => (
          <li key={deadline.id} className={deadline.state === 'met' || deadline.state === 'ended' ? 'mt-past' : undefined}>
            <div className="mt-grow">
              <p>{text(deadline.label)}</p>
              <p className="quiet">
                {deadline.due_on && `${when.shortDay(deadline.due_on)} · `}
                {deadline.section}
                {deadline.paused_reason && ` · ${words(deadline.paused_reason)}`}
                {deadline.paused_until && ` · ${t('paused_until', { date: when.shortDay(deadline.paused_until) })}`} ·{' '}
                <Link to="/rules/deadlines">{t('rule_version', { version: deadline.rule_version })}</Link>
              </p>
            </div>
            <DeadlineBadge deadline={deadline} />
            {deadline.state === 'running' && may(matter, 'pause') && !deadline.overdue && !deadline.immediate && (deadline as { pause_reasons?: string[] }).pause_reasons?.length !== 0 && (
              <Button size="small" look="plain" onClick={() => setPausing(deadline)}>
                {t('action.pause_short')}
                <span className="sr-only">: {text(deadline.label)}</span>
              </Button>
            )}
            {deadline.state === 'paused' && deadline.paused_until && may(matter, 'pause') && (
              <Button size="small" look="plain" onClick={() => setProlonging(deadline)}>
                {t('prolong')}
                <span className="sr-only">: {text(deadline.label)}</span>
              </Button>
            )}
            {deadline.state === 'paused' && may(matter, 'resume') && (
              <Button size="small" busy={resume.isPending} onClick={() => resume.mutate({ action: 'resume', body: { clock_id: deadline.id } })}>
                {t('action.resume')}
                <span className="sr-only">: {text(deadline.label)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {resume.isError && <ProblemNote error={resume.error} />}
      {prolonging && <Prolong matter={matter} deadline={prolonging} onDone={() => setProlonging(undefined)} />}
      {pausing && <Pause matter={matter} deadline={pausing} onDone={() => setPausing(undefined)} />}
    </section>
  )
}
