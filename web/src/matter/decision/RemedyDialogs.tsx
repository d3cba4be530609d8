import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Decision, DecisionAppeal, Matter, ReviewRequest } from '../../api/types'
import { useText } from '../../i18n/text'
import { Button } from '../../ui/Button'
import { DateField } from '../../ui/DateField'
import { Dialog } from '../../ui/Dialog'
import { LongTextField, TextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { useRemedy, type RemedyChange } from './useRemedy'

interface Props {
  matter: Matter
  decision: Decision
  onDone: () => void
}

/** The shape all share: a form, one button, and the server's refusal told in place. */
function RemedyDialog({ matter, decision, onDone, title, button, done, change, onChanged, children }: Props & {
  title: string
  button: string
  done: string
  change: () => RemedyChange | undefined
  onChanged?: (changed: Decision) => void
  children: React.ReactNode
}) {
  const act = useRemedy(matter, decision, done, (changed) => {
    onDone()
    onChanged?.(changed)
  })
  return (
    <Dialog
      title={title}
      onClose={onDone}
      actions={
        <Button
          look="primary"
          busy={act.isPending}
          onClick={() => {
            const wanted = change()
            if (wanted) act.mutate(wanted)
          }}
        >
          {button}
        </Button>
      }
    >
      {children}
      {act.isError && <ProblemNote error={act.error} />}
    </Dialog>
  )
}

function Choices<T extends string>({ legend, name, all, value, onChange, label, hint, error }: {
  legend: string
  name: string
  all: readonly T[]
  value: T | undefined
  onChange: (value: T) => void
  label: (value: T) => string
  hint?: (value: T) => string
  error?: string
}) {
  return (
    <fieldset className="fld-set">
      <legend>{legend}</legend>
      {all.map((one) => (
        <label key={one} className="radio-line">
          <input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} />
          <span>
            {label(one)}
            {hint && <small>{hint(one)}</small>}
          </span>
        </label>
      ))}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}

/** The day the client is shown to have received the decision. */
export function ReceiptDialog(props: Props) {
  const { t } = useTranslation('remedy')
  const deemed = Boolean(props.decision.deemed_received_on)
  const [day, setDay] = useState('')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const missing = t('matter:form.error.required')
  return (
    <RemedyDialog
      {...props}
      title={t('act.receipt')}
      button={t('save')}
      done={t('done.receipt')}
      change={() => {
        setTried(true)
        return day && (note.trim() || !deemed) ? { path: 'receipt', body: { received_on: day, note: note.trim() || undefined }, version: props.decision.version } : undefined
      }}
    >
      <p>{deemed ? t('receipt.shown') : t('receipt.proof')}</p>
      <DateField label={t('receipt.day')} value={day} onChange={setDay} error={tried && !day ? missing : undefined} />
      <LongTextField label={t('receipt.note')} optional={deemed ? undefined : t('common:optional')} value={note} onChange={setNote} error={tried && deemed && !note.trim() ? missing : undefined} />
    </RemedyDialog>
  )
}

const CAME_BY = ['paper', 'email', 'phone', 'visit'] as const

/** A request that came by another way than the client's own page. */
export function ReviewDialog(props: Props) {
  const { t } = useTranslation('remedy')
  const [channel, setChannel] = useState<(typeof CAME_BY)[number]>('paper')
  const [day, setDay] = useState('')
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const missing = t('matter:form.error.required')
  return (
    <RemedyDialog
      {...props}
      title={t('act.review')}
      button={t('save')}
      done={t('done.review')}
      change={() => {
        setTried(true)
        return day && words.trim() ? { path: 'reviews', body: { channel, arrived_on: day, words: words.trim() } } : undefined
      }}
    >
      <Choices legend={t('review.how')} name="review-channel" all={CAME_BY} value={channel} onChange={setChannel} label={(one) => t(`review.channel.${one}`)} />
      <DateField label={t('review.day')} value={day} onChange={setDay} error={tried && !day ? missing : undefined} />
      <LongTextField label={t('review.words')} hint={t('review.words_hint')} rows={5} value={words} onChange={setWords} error={tried && !words.trim() ? missing : undefined} />
      <p className="quiet">{t('review.late_hint')}</p>
    </RemedyDialog>
  )
}

const IN_TIME = ['upheld', 'changed', 'annulled'] as const
const WAYS = ['letter', 'electronic', 'in_person'] as const

/** The organ's decision on a request. */
export function RuleReviewDialog({ review, ...props }: Props & { review: ReviewRequest }) {
  const { t } = useTranslation('remedy')
  const text = useText()
  const navigate = useNavigate()
  // What came late is not examined: there is nothing to choose.
  const all = review.late ? (['dismissed_late'] as const) : IN_TIME
  const [outcome, setOutcome] = useState<string | undefined>(review.late ? 'dismissed_late' : undefined)
  const [reasons, setReasons] = useState('')
  const [channel, setChannel] = useState<(typeof WAYS)[number]>('letter')
  const [tried, setTried] = useState(false)
  return (
    <RemedyDialog
      {...props}
      title={t('act.rule')}
      button={t('rule.button')}
      done={t('done.rule')}
      onChanged={(changed) => {
        const made = changed.reviews.find(({ id }) => id === review.id)?.new_decision_id
        if (made) void navigate(`/matters/${props.matter.id}/decision/${made}`)
      }}
      change={() => {
        setTried(true)
        return outcome && reasons.trim() ? { path: `reviews/${review.id}/decide`, body: { outcome, reasons: reasons.trim(), channel }, version: review.version } : undefined
      }}
    >
      <p>{t('rule.organ', { organ: text(review.authority) })}</p>
      <Choices
        legend={t('rule.outcome')}
        name="review-outcome"
        all={all}
        value={all.find((one) => one === outcome)}
        onChange={setOutcome}
        label={(one) => t(`review.outcome.${one}`)}
        hint={(one) => t(`review.outcome_hint.${one}`)}
        error={tried && !outcome ? t('matter:choose_one') : undefined}
      />
      <LongTextField label={t('rule.reasons')} rows={5} value={reasons} onChange={setReasons} error={tried && !reasons.trim() ? t('matter:form.error.required') : undefined} />
      <Choices legend={t('rule.how')} name="review-way" all={WAYS} value={channel} onChange={setChannel} label={(one) => t(`matter:decision.channel.${one}`)} hint={(one) => t(`matter:decision.channel_hint.${one}`)} />
    </RemedyDialog>
  )
}

export function WithdrawDialog({ review, ...props }: Props & { review: ReviewRequest }) {
  const { t } = useTranslation('remedy')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <RemedyDialog
      {...props}
      title={t('act.withdraw')}
      button={t('save')}
      done={t('done.withdraw')}
      change={() => {
        setTried(true)
        return reason.trim() ? { path: `reviews/${review.id}/withdraw`, body: { reason: reason.trim() }, version: review.version } : undefined
      }}
    >
      <LongTextField label={t('withdraw.reason')} hint={t('withdraw.hint')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('matter:reason_missing') : undefined} />
    </RemedyDialog>
  )
}

const KINDS = ['factual', 'writing'] as const
const GROUNDS = ['wrong_facts', 'wrong_law', 'procedure', 'new_facts'] as const
const EFFECTS = ['good', 'neutral', 'harm'] as const
const CONSENTS = ['given', 'own_conduct'] as const

/** The authority corrects its own decision; the law's conditions are asked one by one. */
export function CorrectionDialog(props: Props) {
  const { t } = useTranslation('remedy')
  const navigate = useNavigate()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('factual')
  const [ground, setGround] = useState<(typeof GROUNDS)[number]>()
  const [effect, setEffect] = useState<(typeof EFFECTS)[number]>()
  const [consent, setConsent] = useState<(typeof CONSENTS)[number]>()
  const [error, setError] = useState('')
  const [unheard, setUnheard] = useState('')
  const [tried, setTried] = useState(false)
  const missing = t('matter:choose_one')
  return (
    <RemedyDialog
      {...props}
      title={t('act.correction')}
      button={t('correction.button')}
      done={t('done.correction')}
      onChanged={(draft) => void navigate(`/matters/${props.matter.id}/decision/${draft.id}`)}
      change={() => {
        setTried(true)
        if (!error.trim() || !effect || (kind === 'factual' && !ground)) return undefined
        return {
          path: 'corrections',
          body: {
            kind,
            ground: kind === 'factual' ? ground : undefined,
            error: error.trim(),
            effect,
            consent: effect === 'harm' ? consent : undefined,
            unheard_reason: kind === 'writing' ? unheard.trim() || undefined : undefined,
          },
        }
      }}
    >
      <p>{t('correction.intro')}</p>
      <Choices legend={t('correction.what')} name="cor-kind" all={KINDS} value={kind} onChange={setKind} label={(one) => t(`correction.kind.${one}`)} hint={(one) => t(`correction.kind_hint.${one}`)} />
      {kind === 'factual' && (
        <Choices legend={t('correction.why')} name="cor-ground" all={GROUNDS} value={ground} onChange={setGround} label={(one) => t(`correction.ground.${one}`)} error={tried && !ground ? missing : undefined} />
      )}
      <LongTextField label={t('correction.error')} value={error} onChange={setError} error={tried && !error.trim() ? t('matter:form.error.required') : undefined} />
      <Choices legend={t('correction.for_client')} name="cor-effect" all={EFFECTS} value={effect} onChange={setEffect} label={(one) => t(`correction.effect.${one}`)} error={tried && !effect ? missing : undefined} />
      {effect === 'harm' && <Choices legend={t('correction.allowed_by')} name="cor-consent" all={CONSENTS} value={consent} onChange={setConsent} label={(one) => t(`correction.consent.${one}`)} />}
      {kind === 'writing' && <LongTextField label={t('correction.unheard')} hint={t('correction.unheard_hint')} optional={t('common:optional')} value={unheard} onChange={setUnheard} />}
    </RemedyDialog>
  )
}

export function AppealDialog(props: Props) {
  const { t } = useTranslation('remedy')
  const [court, setCourt] = useState('')
  const [reference, setReference] = useState('')
  const [day, setDay] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <RemedyDialog
      {...props}
      title={t('act.appeal')}
      button={t('save')}
      done={t('done.appeal')}
      change={() => {
        setTried(true)
        return day ? { path: 'appeals', body: { court: court.trim() || undefined, reference: reference.trim() || undefined, made_on: day } } : undefined
      }}
    >
      <p>{t('appeal.intro')}</p>
      <TextField label={t('appeal.court')} hint={t('appeal.court_hint')} optional={t('common:optional')} value={court} onChange={setCourt} />
      <TextField label={t('appeal.reference')} optional={t('common:optional')} value={reference} onChange={setReference} />
      <DateField label={t('appeal.day')} value={day} onChange={setDay} error={tried && !day ? t('matter:form.error.required') : undefined} />
    </RemedyDialog>
  )
}

const ENDED = ['dismissed', 'not_examined', 'changed', 'annulled', 'returned', 'withdrawn'] as const

export function EndAppealDialog({ appeal, ...props }: Props & { appeal: DecisionAppeal }) {
  const { t } = useTranslation('remedy')
  const [outcome, setOutcome] = useState<(typeof ENDED)[number]>()
  const [day, setDay] = useState('')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <RemedyDialog
      {...props}
      title={t('act.end')}
      button={t('save')}
      done={t('done.end')}
      change={() => {
        setTried(true)
        if (!outcome || !day) return undefined
        return {
          path: `appeals/${appeal.id}/end`,
          body: { outcome: outcome === 'withdrawn' ? undefined : outcome, decided_on: day, note: note.trim() || undefined },
          version: appeal.version,
        }
      }}
    >
      <Choices
        legend={t('appeal.how_ended')}
        name="appeal-outcome"
        all={ENDED}
        value={outcome}
        onChange={setOutcome}
        label={(one) => (one === 'withdrawn' ? t('appeal.state.withdrawn') : t(`appeal.outcome.${one}`))}
        error={tried && !outcome ? t('matter:choose_one') : undefined}
      />
      <DateField label={t('appeal.end_day')} value={day} onChange={setDay} error={tried && !day ? t('matter:form.error.required') : undefined} />
      <LongTextField label={t('appeal.note')} optional={t('common:optional')} value={note} onChange={setNote} />
    </RemedyDialog>
  )
}

/** Whether the decision is carried out while it is being looked at. */
export function ForceDialog({ change, ...props }: Props & { change: 'suspend' | 'go_on' }) {
  const { t } = useTranslation('remedy')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <RemedyDialog
      {...props}
      title={t(`act.${change}`)}
      button={t(`act.${change}`)}
      done={t(`done.${change}`)}
      change={() => {
        setTried(true)
        return reason.trim() ? { path: 'force', body: { change, reason: reason.trim() } } : undefined
      }}
    >
      <p>{t(`force_text.${change}`)}</p>
      <LongTextField label={t('matter:reason')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('matter:reason_missing') : undefined} />
    </RemedyDialog>
  )
}
