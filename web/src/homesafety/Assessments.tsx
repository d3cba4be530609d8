import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SafetyAssessment, SafetyChecklist } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { PictureList } from './Item'
import { useBegin } from './queries'

const tones = { draft: 'warning', finished: 'success', replaced: 'neutral', discarded: 'neutral' } as const

/** Assessments, newest first: gone on with, read, corrected. */
export function Assessments({ client, assessments, checklists, onOpen }: { client: string; assessments: SafetyAssessment[]; checklists: SafetyChecklist[]; onOpen: (id: string) => void }) {
  const { t } = useTranslation('homesafety')
  const when = useWhen()
  const [asked, setAsked] = useState<SafetyAssessment>()
  return (
    <section className="card" aria-labelledby="hs-assessments">
      <h2 id="hs-assessments">{t('assessments')}</h2>
      {assessments.length === 0 && <p className="quiet">{t('no_assessments')}</p>}
      <ul className="hs-list">
        {assessments.map((one) => (
          <li key={one.id}>
            <h3>{when.instant(one.finished_at ?? one.begun_at)}</h3>
            <span className="hs-pills">
              <Pill tone={tones[one.state]}>{t(`assessment_state.${one.state}`)}</Pill>
            </span>
            <p className="quiet">{[(one.finished_by ?? one.begun_by)?.name, one.took_part && t(`part_told.${one.took_part}`), one.correction_reason && t('corrected_why', { reason: one.correction_reason })].filter(Boolean).join(' · ')}</p>
            {one.own_view && (
              <p>
                <b>{t('own_view')}:</b> {one.own_view}
              </p>
            )}
            {one.state !== 'draft' && <Answers one={one} checklist={checklists.find((list) => list.version === one.rules_version)} />}
            <div className="hs-actions">
              {one.permitted_actions.includes('answer') && (
                <Button look="primary" onClick={() => onOpen(one.id)}>
                  {t('go_on')}
                </Button>
              )}
              {one.permitted_actions.includes('correct') && <Button onClick={() => setAsked(one)}>{t('correct')}</Button>}
            </div>
          </li>
        ))}
      </ul>
      {asked && (
        <Correct
          client={client}
          one={asked}
          onClose={(made) => {
            setAsked(undefined)
            if (made) onOpen(made)
          }}
        />
      )}
    </section>
  )
}

function Answers({ one, checklist }: { one: SafetyAssessment; checklist: SafetyChecklist | undefined }) {
  const { t } = useTranslation('homesafety')
  const text = useText()
  const items = checklist?.rules.items.filter((item) => one.answers[item.code]) ?? []
  return (
    <details>
      <summary>{t('answers', { count: items.length })}</summary>
      <dl className="hs-told">
        {items.map((item) => {
          const said = one.answers[item.code]
          return (
            <div key={item.code}>
              <dt>{text(item.question)}</dt>
              <dd>
                {said && [t(`finding.${said.answer}`), said.words].filter(Boolean).join(': ')}
                {said && <PictureList pictures={said.pictures} />}
              </dd>
            </div>
          )
        })}
      </dl>
    </details>
  )
}

/** A finished one is not changed: a new one takes its place, with why. */
function Correct({ client, one, onClose }: { client: string; one: SafetyAssessment; onClose: (made?: string) => void }) {
  const { t } = useTranslation('homesafety')
  const begin = useBegin(client)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < 3
  return (
    <Dialog
      title={t('correct')}
      onClose={() => onClose()}
      actions={
        <Button
          look="primary"
          busy={begin.isPending}
          onClick={() => {
            setTried(true)
            if (!short) begin.mutate({ corrects: one.id, reason: reason.trim() }, { onSuccess: (made) => onClose(made.id) })
          }}
        >
          {t('correct_begin')}
        </Button>
      }
    >
      <p>{t('correct_about')}</p>
      <LongTextField label={t('correct_why')} value={reason} onChange={setReason} rows={2} required error={tried && short ? t('words_missing') : undefined} />
      {begin.isError && <ProblemNote error={begin.error} />}
    </Dialog>
  )
}
