import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api, isProblem, ProblemError } from '../../api/client'
import type { Decision, FieldError, Matter, PersonRef } from '../../api/types'
import { useWhen } from '../../client/when'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import type { Flush } from '../document/Editor'
import { matterKeys, may } from '../queries'
import { useReason } from '../Refusals'

type Refusal = Decision['refusals'][number] & { until?: string; who_can?: PersonRef[] }
type Act = 'decide' | 'send' | 'withdraw-draft'
/** How the client gets notice; the time for appeal is counted from it (434/2003 section 59, 13/2003 section 19). */
const CHANNELS = ['letter', 'electronic', 'in_person', 'verified_letter', 'verified_electronic'] as const

/** Where the decision stands, and the acts that move it on: each asks for a second thought, none can be undone. */
export function Power({ matter, decision, flush, onInvalid }: { matter: Matter; decision: Decision; flush: Flush; onInvalid: (errors: FieldError[]) => void }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const announce = useAnnounce()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [sure, setSure] = useState<'decide' | 'send' | 'withdraw'>()
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('letter')
  const act = useMutation({
    mutationFn: async (what: Act) => {
      const body: Record<string, unknown> = {}
      if (what === 'decide') {
        // What was typed last belongs to the decision: the version decided on is the one that holds it.
        const version = await flush()
        if (version === undefined) throw new ProblemError({ type: 'about:blank', code: 'network', title: 'unsaved', status: 0 })
        body.document_version = version
      }
      if (what === 'send') body.channel = channel
      return api.post<Decision | undefined>(`/staff/decisions/${decision.id}/${what}`, body, { ifMatch: decision.version })
    },
    onSuccess: (changed, what) => {
      setSure(undefined)
      if (changed && what !== 'withdraw-draft') queries.setQueryData(matterKeys.decision(matter.id, decision.id), changed)
      announce(t(`decision.done.${what}`))
      if (what === 'withdraw-draft') void navigate(`/matters/${matter.id}`)
      else void queries.invalidateQueries({ queryKey: matterKeys.document(decision.document_id) })
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      for (const { id } of matter.clients) void queries.invalidateQueries({ queryKey: ['client', id] })
    },
    onError: (error) => {
      if (isProblem(error, 'version_conflict')) void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      if (isProblem(error, 'invalid')) {
        setSure(undefined)
        onInvalid(error.problem.errors ?? [])
      }
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
      {decision.valid_from && (
        <p>
          {decision.valid_to
            ? t('decision.valid', { from: when.day(decision.valid_from), to: when.day(decision.valid_to) })
            : t('decision.valid_from', { from: when.day(decision.valid_from) })}
        </p>
      )}
      {matter.clients.length > 1 && <p className="quiet">{t('decision.for', { name: matter.clients.find(({ id }) => id === decision.client_id)?.name ?? '' })}</p>}
      {decision.appeal_until ? (
        <p className="note">{t('decision.appeal_until', { date: when.day(decision.appeal_until) })}</p>
      ) : (
        <p className="quiet">{t('decision.appeal')}</p>
      )}
      <Why refusals={decision.state === 'sent' ? [] : decision.refusals.filter(({ action }) => (decision.state === 'draft' ? action === 'decide' : action === 'send'))} />
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
        {decision.state === 'draft' && may(decision, 'withdraw_draft') && (
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
          {sure === 'send' && (
            <fieldset className="fld-set">
              <legend>{t('decision.how')}</legend>
              {CHANNELS.map((one) => (
                <label key={one} className="radio-line">
                  <input type="radio" name="channel" checked={channel === one} onChange={() => setChannel(one)} />
                  <span>
                    {t(`decision.channel.${one}`)}
                    <small>{t(`decision.channel_hint.${one}`)}</small>
                  </span>
                </label>
              ))}
            </fieldset>
          )}
          {act.isError && <Refused error={act.error} />}
        </Dialog>
      )}
    </section>
  )
}

/** Why the next act is not possible now, who could do it, and until when something is waited for. */
function Why({ refusals }: { refusals: Refusal[] }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const reason = useReason()
  if (refusals.length === 0) return null
  return (
    <div className="mt-refusals">
      {refusals.map((refusal) => (
        <p key={refusal.action + refusal.reason}>
          {reason(refusal.reason)}
          {refusal.until && ` ${t('decision.until', { date: when.day(refusal.until) })}`}
          {refusal.who_can && refusal.who_can.length > 0 && ` ${t('decision.who_can', { names: refusal.who_can.map(({ name }) => name).join(', ') })}`}
        </p>
      ))}
    </div>
  )
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const reason = useReason()
  if (isProblem(error, 'state_refused') && error.problem.reason) {
    const until = typeof error.problem.until === 'string' ? error.problem.until : undefined
    return (
      <div className="note note-danger" role="alert">
        <p className="note-title">{reason(error.problem.reason)}</p>
        {until && <p>{t('decision.until', { date: when.day(until) })}</p>}
      </div>
    )
  }
  return <ProblemNote error={error} />
}
