import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanFinding, PlanTalk } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { OpenDialog } from './OpenDialog'
import { useTalk } from './queries'
import { SettleDialog } from './SettleDialog'
import { Talk } from './Talk'
import { WordsDialog } from './WordsDialog'

const TONES = { harm: 'danger', talk: 'warning', mend: 'neutral' } as const

/** A finding: what, between which parts, why, what to do, and its talk. */
export function FindingCard({ clientId, finding }: { clientId: string; finding: PlanFinding }) {
  const { t } = useTranslation('planning')
  const text = useText()
  const when = useWhen()
  const [opening, setOpening] = useState(false)
  const talk = finding.talk
  return (
    <li className={`wp-finding wp-of-${finding.passed ? 'passed' : finding.severity}`}>
      <div className="spread">
        <h3>{text(finding.name)}</h3>
        <span className="wp-pills">
          {finding.passed ? <Pill tone="success">{t('finding.passed')}</Pill> : <Pill tone={TONES[finding.severity]}>{t(`severity.${finding.severity}`)}</Pill>}
          {talk && <Pill tone={talk.state === 'open' ? 'info' : 'success'}>{t(`state.${talk.state}`)}</Pill>}
        </span>
      </div>
      {finding.passed && <p>{t('finding.passed_about')}</p>}
      {finding.evidence.length > 0 && (
        <ul className="wp-list">
          {finding.evidence.map((one) => (
            <li key={one.id}>
              <b>{text(one.name)}</b>{' '}
              <span className="quiet">
                {[one.who, one.words, one.begins_at && when.instant(one.begins_at), one.until && t('parts.until', { date: when.day(one.until) })].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {!finding.passed && (
        <>
          <p>{text(finding.why)}</p>
          <p>
            <b>{t('finding.todo')}</b> {text(finding.todo)}
          </p>
          <details className="no-print">
            <summary>{t('finding.basis')}</summary>
            <p className="quiet">
              {finding.law} ({t(`mark.${finding.mark}`)})
            </p>
          </details>
        </>
      )}
      {talk ? (
        <TalkPanel clientId={clientId} finding={finding} talk={talk} />
      ) : (
        <p className="no-print">
          <Button onClick={() => setOpening(true)}>{t('finding.open')}</Button>
        </p>
      )}
      {opening && <OpenDialog clientId={clientId} finding={finding} onClose={() => setOpening(false)} />}
    </li>
  )
}

/** The talk of a finding, and what one can do in it. */
function TalkPanel({ clientId, finding, talk }: { clientId: string; finding: PlanFinding; talk: PlanTalk }) {
  const { t } = useTranslation('planning')
  const announce = useAnnounce()
  const act = useTalk(clientId, talk)
  const [doing, setDoing] = useState<'talk' | 'settle' | 'reopen'>()
  const open = talk.state === 'open'
  const agreed = talk.agreed.some((one) => one.own)
  const close = () => setDoing(undefined)
  const done = (words: string) => ({
    onSuccess: () => {
      announce(words)
      close()
    },
  })
  return (
    <>
      <details open={open}>
        <summary>{t('talk.title', { count: talk.entries.length })}</summary>
        <Talk talk={talk} />
        {talk.told_client && <p className="quiet">{t('talk.told')}</p>}
      </details>
      {act.isError && !doing && <ProblemNote error={act.error} />}
      <div className="wp-actions no-print">
        {open && (
          <>
            <Button onClick={() => setDoing('talk')}>{t('talk.say')}</Button>
            {!agreed && (
              <Button busy={act.isPending} onClick={() => act.mutate({ do: 'agree' }, done(t('talk.did_agree')))}>
                {t('talk.agree')}
              </Button>
            )}
            <Button look="primary" onClick={() => setDoing('settle')}>
              {t('talk.settle')}
            </Button>
          </>
        )}
        {!open && !finding.passed && <Button onClick={() => setDoing('reopen')}>{t('talk.reopen')}</Button>}
      </div>
      {doing === 'settle' && <SettleDialog finding={finding} act={act} onClose={close} onDone={done(t('talk.did_settle')).onSuccess} />}
      {(doing === 'talk' || doing === 'reopen') && (
        <WordsDialog
          title={t(doing === 'talk' ? 'talk.say' : 'talk.reopen')}
          label={t(doing === 'talk' ? 'talk.words' : 'talk.reopen_words')}
          button={t(doing === 'talk' ? 'talk.send' : 'talk.reopen')}
          busy={act.isPending}
          error={act.error}
          onClose={close}
          onSubmit={(words) => act.mutate({ do: doing, words }, done(t(doing === 'talk' ? 'talk.did_say' : 'talk.did_reopen')))}
        />
      )}
    </>
  )
}
