import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestStepKind, ResultItem, ServiceRequest } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useCovered, useRequestForm, useRequestStep } from './queries'
import { chosenOf, Recipient } from './Recipient'

/** What a result can link to. */
const ITEMS: ResultItem[] = ['record', 'measurement', 'assessment', 'appointment']

/** What is said with a step: a question, an answer, a reason, a new receiver, a result. */
export function StepDialog({ request, step: kind, onClose }: { request: ServiceRequest; step: RequestStepKind; onClose: () => void }) {
  const { t } = useTranslation(['requests', 'problems'])
  const text = useText()
  const announce = useAnnounce()
  const form = useRequestForm()
  const step = useRequestStep()
  const [reason, setReason] = useState('')
  const [words, setWords] = useState('')
  const [to, setTo] = useState('')
  const [agreed, setAgreed] = useState(false)
  const [link, setLink] = useState('')
  const language = useLanguage()
  const [tried, setTried] = useState(false)
  const fields = fieldErrors(step.error, t as never)
  const declining = kind === 'declined'
  const sendingOn = kind === 'sent_on'
  const done = kind === 'done'
  // What answers the same need and has been written by now: the newest first.
  const there = useCovered(request.client?.id ?? '', 'request', done ? request.kind : '').data?.by.filter((one) => ITEMS.some((item) => item === one.item)) ?? []
  const linked = there.find((one) => one.id === link)
  const needed = declining ? (form.data?.declines.find((one) => one.code === reason)?.words ?? false) : !sendingOn
  const short = words.trim().length < 3 && (needed || words.trim().length > 0)
  const missing = short || (declining && !reason) || (sendingOn && !to)
  const submit = () => {
    setTried(true)
    if (missing) return
    step.mutate(
      { request, step: kind, words: words.trim() || undefined, ...(declining && { reason }), ...(sendingOn && { ...chosenOf(to), agreed }), ...(linked && { result_item: linked.item as ResultItem, result_id: linked.id }) },
      {
        onSuccess: () => {
          announce(t(`did.${kind}` as never))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('step_title', { step: t(`do.${kind}` as never), name: text(request.name) })}
      onClose={onClose}
      actions={
        <Button look="primary" busy={step.isPending} onClick={submit}>
          {t(`do.${kind}` as never)}
        </Button>
      }
    >
      {step.isError && Object.keys(fields).length === 0 && <ProblemNote error={step.error} />}
      <p className="quiet">{t(`about.${kind}` as never)}</p>
      {(declining || sendingOn) && form.isPending && <Loading />}
      {declining && form.data && (
        <Select label={t('reason')} value={reason} error={fields.reason ?? (tried && !reason ? t('problems:fields.required') : undefined)} onChange={(event) => setReason(event.target.value)}>
          <option value="">{t('choose')}</option>
          {form.data.declines.map((one) => (
            <option key={one.code} value={one.code}>
              {text(one.label)}
            </option>
          ))}
        </Select>
      )}
      {sendingOn && form.data && (
        <>
          <Recipient form={form.data} value={to} onChange={setTo} error={fields.to_team_id ?? fields.provider_id ?? (tried && !to ? t('problems:fields.required') : undefined)} />
          <label className="check rq-check">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            {t('agreed')}
          </label>
          {fields.agreed && <p className="field-error">{t('agreed_needed')}</p>}
        </>
      )}
      <LongTextField
        label={t(`words_of.${kind}` as never)}
        optional={needed ? undefined : t('optional')}
        required={needed}
        rows={4}
        value={words}
        onChange={setWords}
        error={fields.words ?? (tried && short ? t('words_missing') : undefined)}
      />
      {done && there.length > 0 && (
        <Select label={t('result_link')} optional={t('optional')} value={link} error={fields.result_id} onChange={(event) => setLink(event.target.value)}>
          <option value="">{t('no_link')}</option>
          {there.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name ? text(one.name) : (one.title ?? t(`source.${one.source}`))}, {longDate(one.at, language)}
            </option>
          ))}
        </Select>
      )}
    </Dialog>
  )
}
