import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { api } from '../api/client'
import type { ConsultAttachment, Consultation, ConsultStep } from '../api/types'
import { useConsultation, useConsultStep } from '../consultation/queries'
import { Standing } from '../consultation/Standing'
import { StepForm } from '../consultation/StepForm'
import { useLanguage, useText } from '../i18n/text'
import '../requests/requests.css'
import { Button } from '../ui/Button'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { Retry } from './parts/Retry'
import { Skeleton } from './parts/Skeleton'

/** One consultation: the question, the thread, and what one can do. */
export default function ConsultationPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('consultation')
  const text = useText()
  const language = useLanguage()
  const { consultationId = '' } = useParams()
  const query = useConsultation(clientId, consultationId)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const one = query.data
  return (
    <div className="cl-page">
      <p>
        <Link to={`/clients/${clientId}/consultations`}>{t('back')}</Link> · <Link to={`/clients/${clientId}`}>{t('summary')}</Link>
      </p>
      <section className="card stack" aria-labelledby="cs-one">
        <div className="spread">
          <h2 id="cs-one">{t('one')}</h2>
          <Standing one={one} />
        </div>
        <dl className="rq-facts">
          <dt>{t('question')}</dt>
          <dd className="rq-words">{one.question}</dd>
          <dt>{t('why')}</dt>
          <dd className="rq-words">{one.why}</dd>
          <dt>{t('hope')}</dt>
          <dd>{t(`hope_of.${one.hope}`)}</dd>
          <dt>{t('from')}</dt>
          <dd>{[one.from_team, one.from?.name].filter(Boolean).join(', ')}</dd>
          <dt>{t('to')}</dt>
          <dd>{[one.to_team, one.handler?.name].filter(Boolean).join(', ')}</dd>
          <dt>{t('urgency')}</dt>
          <dd>
            {text(one.urgency_name)}{' '}
            <span className="quiet">
              {[one.law, t('by_rules', { version: one.rules_version })].filter(Boolean).join(' · ')}
            </span>
          </dd>
          <dt>{t('client_knows')}</dt>
          <dd>{one.told ? t('yes') : t('no_why', { why: one.untold_why ?? '' })}</dd>
          {one.declined && (
            <>
              <dt>{t('reason')}</dt>
              <dd>{text(one.declined)}</dd>
            </>
          )}
          {one.request_id && (
            <>
              <dt>{t('state.referred')}</dt>
              <dd>
                <Link to={`/clients/${clientId}/requests/${one.request_id}`}>{t('to_request')}</Link>
              </dd>
            </>
          )}
        </dl>
        <Steps clientId={clientId} one={one} />
      </section>
      <section className="card" aria-labelledby="cs-thread">
        <h2 id="cs-thread">{t('thread')}</h2>
        <ol className="plain-list stack">
          {one.thread.map((entry) => (
            <li key={entry.id}>
              <b>{t(`step.${entry.step}`)}</b>{' '}
              <span className="quiet">{[dateTime(entry.at, language), entry.side === 'client' ? t('client') : entry.by?.name, entry.to?.name].filter(Boolean).join(' · ')}</span>{' '}
              {entry.professionals && entry.side && <Pill tone="neutral">{t('between')}</Pill>}
              {entry.reason && <p>{text(entry.reason)}</p>}
              {entry.words && <p className="rq-words">{entry.words}</p>}
              {entry.attachment && <File file={entry.attachment} />}
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

function Steps({ clientId, one }: { clientId: string; one: Consultation }) {
  const { t } = useTranslation('consultation')
  const step = useConsultStep(clientId)
  const [asked, setAsked] = useState<ConsultStep>()
  return (
    <>
      {step.isError && <ProblemNote error={step.error} />}
      <span className="row rq-steps">
        {one.permitted_actions.map((each, index) => (
          <Button key={each} look={index === 0 ? 'primary' : 'secondary'} busy={step.isPending} onClick={() => (each === 'taken' ? step.mutate({ one, step: each }) : setAsked(each))}>
            {t(`do.${each}` as never)}
          </Button>
        ))}
      </span>
      {asked && <StepForm clientId={clientId} one={one} step={asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

function File({ file }: { file: ConsultAttachment }) {
  const { t } = useTranslation('consultation')
  const open = useMutation({ mutationFn: () => api.blob(`/staff/attachments/${encodeURIComponent(file.id)}`), onSuccess: (blob) => saveFile(blob, file.name ?? 'liite') })
  if (!file.name) return <p className="quiet">{t('file_of_another')}</p>
  return (
    <p>
      <Button size="small" busy={open.isPending} onClick={() => open.mutate()}>
        {file.name}
      </Button>
      {open.isError && <ProblemNote error={open.error} />}
    </p>
  )
}
