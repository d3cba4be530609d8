import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api, isProblem } from '../../api/client'
import type { Decision, Matter } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { useWhen } from '../../client/when'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { DocumentById } from '../document/DocumentPage'
import { matterKeys, may, useDecision } from '../queries'
import { Refusals } from '../Refusals'

/** A decision on its way: written as a document, decided by one who has the power, sent to the client. */
export default function DecisionPage({ matter }: { matter: Matter }) {
  const { decisionId = '' } = useParams()
  const { t } = useTranslation('matter')
  const query = useDecision(matter.id, decisionId)
  const flush = useRef<() => Promise<boolean>>(() => Promise.resolve(true))
  const take = useCallback((way: () => Promise<boolean>) => {
    flush.current = way
  }, [])
  if (query.isPending) {
    return (
      <div className="mt-columns">
        <Skeleton lines={6} />
      </div>
    )
  }
  if (query.isError) {
    return (
      <div className="mt-columns">
        <div>
          <h2>{t('document.cannot')}</h2>
          <Retry error={query.error} again={() => void query.refetch()} />
        </div>
      </div>
    )
  }
  return (
    <>
      <Power matter={matter} decision={query.data} flush={() => flush.current()} />
      <DocumentById matter={matter} documentId={query.data.document_id} byDeciding onVersion={take} />
    </>
  )
}

function Power({ matter, decision, flush }: { matter: Matter; decision: Decision; flush: () => Promise<boolean> }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const announce = useAnnounce()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [sure, setSure] = useState<'decide' | 'send' | 'withdraw'>()
  const act = useMutation({
    mutationFn: async (what: 'decide' | 'send' | 'withdraw-draft') => {
      // What was typed last belongs to the decision: it must be in the store before the decision is made.
      if (what === 'decide' && !(await flush())) throw new Error('unsaved')
      return api.post<Decision | undefined>(`/staff/decisions/${decision.id}/${what}`, {}, { ifMatch: decision.version })
    },
    onSuccess: (changed, what) => {
      setSure(undefined)
      if (changed && what !== 'withdraw-draft') queries.setQueryData(matterKeys.decision(matter.id, decision.id), changed)
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      void queries.invalidateQueries({ queryKey: matterKeys.document(decision.document_id) })
      for (const { id } of matter.clients) void queries.invalidateQueries({ queryKey: ['client', id] })
      announce(t(`decision.done.${what}`))
      if (what === 'withdraw-draft') void navigate(`/matters/${matter.id}`)
    },
    onError: (error) => {
      if (isProblem(error, 'version_conflict')) void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
    },
  })
  return (
    <section className="card mt-power" aria-labelledby="power-title">
      <div className="head-row">
        <h2 id="power-title">{t('decision.title')}</h2>
        <span className="row">
          {decision.outcome && <Pill>{t(`decision.outcome.${decision.outcome}`)}</Pill>}
          <Pill tone={decision.state === 'sent' ? 'success' : 'info'}>{t(`decision.state.${decision.state}`)}</Pill>
        </span>
      </div>
      <ol className="mt-trail">
        <li className="is-done">{t('decision.trail.draft')}</li>
        <li className={decision.decided_at ? 'is-done' : undefined}>
          {decision.decided_at ? t('decision.trail.decided_by', { name: decision.decided_by?.name ?? '', date: when.day(decision.decided_at) }) : t('decision.trail.decided')}
        </li>
        <li className={decision.sent_at ? 'is-done' : undefined}>{decision.sent_at ? t('decision.trail.sent_at', { date: when.day(decision.sent_at) }) : t('decision.trail.sent')}</li>
      </ol>
      {decision.valid_from && <p>{t('decision.valid', { from: when.day(decision.valid_from), to: when.day(decision.valid_to) })}</p>}
      {decision.appeal_until ? (
        <p className="note">{t('decision.appeal_until', { date: when.day(decision.appeal_until) })}</p>
      ) : (
        <p className="quiet">{t('decision.appeal')}</p>
      )}
      {decision.state !== 'sent' && <Refusals refusals={decision.refusals} actions={['decide', 'send', 'withdraw']} />}
      <p className="row">
        {decision.state === 'draft' && may(decision, 'decide') && (
          <Button look="primary" onClick={() => setSure('decide')}>
            {t('decision.decide')}
          </Button>
        )}
        {decision.state === 'decided' && may(decision, 'send') && (
          <Button look="primary" onClick={() => setSure('send')}>
            {t('decision.send')}
          </Button>
        )}
        {decision.state === 'draft' && (may(decision, 'withdraw_draft') || may(decision, 'withdraw')) && (
          <Button look="danger" onClick={() => setSure('withdraw')}>
            {t('decision.withdraw')}
          </Button>
        )}
      </p>
      {sure && (
        <Dialog
          title={t(`decision.sure.${sure}.title`)}
          onClose={() => {
            setSure(undefined)
            act.reset()
          }}
          actions={
            <Button look={sure === 'withdraw' ? 'danger' : 'primary'} busy={act.isPending} onClick={() => act.mutate(sure === 'withdraw' ? 'withdraw-draft' : sure)}>
              {t(`decision.sure.${sure}.button`)}
            </Button>
          }
        >
          <p>{t(`decision.sure.${sure}.text`)}</p>
          {act.isError && <ProblemNote error={act.error} />}
          {isProblem(act.error, 'invalid') && <p>{t('decision.invalid')}</p>}
        </Dialog>
      )}
    </section>
  )
}
