import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deadline, Lane, Matter } from '../../api/types'
import { useOrganisation } from '../../client/queries'
import { useWhen } from '../../client/when'
import { useText } from '../../i18n/text'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { DateField } from '../../ui/DateField'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { LANES } from '../nextStep'
import { useChange, useReasons, type Change } from '../queries'
import { Refusals } from '../Refusals'

interface Props {
  matter: Matter
  onDone: () => void
}

/** The shape every action shares: a form, one main button, and the server's refusal told in place. */
function ActionDialog({
  matter,
  onDone,
  title,
  button,
  danger = false,
  done,
  change,
  children,
}: Props & { title: string; button: string; danger?: boolean; done: string; change: () => Change | undefined; children: React.ReactNode }) {
  const announce = useAnnounce()
  const act = useChange(matter, () => {
    announce(done)
    onDone()
  })
  return (
    <Dialog
      title={title}
      onClose={onDone}
      actions={
        <Button
          look={danger ? 'danger' : 'primary'}
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

/** Return and reopen ask for nothing but a reason that the other side sees. */
export function ReasonAction({ matter, onDone, action }: Props & { action: 'return' | 'reopen' }) {
  const { t } = useTranslation('matter')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <ActionDialog
      matter={matter}
      onDone={onDone}
      title={t(`action.${action}`)}
      button={t(`action.${action}`)}
      done={t(`done.${action}`)}
      change={() => {
        setTried(true)
        return reason.trim() ? { action, body: { reason: reason.trim() } } : undefined
      }}
    >
      <LongTextField
        label={t('reason')}
        hint={t(`reason_hint.${action}`)}
        value={reason}
        onChange={setReason}
        error={tried && !reason.trim() ? t('reason_missing') : undefined}
      />
    </ActionDialog>
  )
}

export function HandOver({ matter, onDone }: Props) {
  const { t } = useTranslation('matter')
  const organisation = useOrganisation()
  const [target, setTarget] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <ActionDialog
      matter={matter}
      onDone={onDone}
      title={t('action.hand_over')}
      button={t('action.hand_over')}
      done={t('done.hand_over')}
      change={() => {
        setTried(true)
        const [kind, id] = target.split(':')
        if (!id || !reason.trim()) return undefined
        return { action: 'hand-over', body: { [kind === 'team' ? 'to_team_id' : 'to_professional_id']: id, reason: reason.trim() } }
      }}
    >
      <Select label={t('hand_over_to')} value={target} onChange={(e) => setTarget(e.target.value)} error={tried && !target ? t('choose_one') : undefined}>
        <option value="">{t('form.choose')}</option>
        {(organisation.data?.teams ?? []).map((team) => (
          <optgroup key={team.id} label={team.name}>
            <option value={`team:${team.id}`}>{t('whole_team', { team: team.name })}</option>
            {team.members
              .filter(({ id }) => id !== matter.handler?.id)
              .map((member) => (
                <option key={member.id} value={`person:${member.id}`}>
                  {member.name}
                  {member.absent ? ` (${t('absent')})` : ''}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
      <LongTextField label={t('reason')} hint={t('reason_hint.hand_over')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('reason_missing') : undefined} />
    </ActionDialog>
  )
}

export function Resend({ matter, onDone }: Props) {
  const { t } = useTranslation('matter')
  const organisation = useOrganisation()
  const [team, setTeam] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <ActionDialog
      matter={matter}
      onDone={onDone}
      title={t('action.resend')}
      button={t('action.resend')}
      done={t('done.resend')}
      change={() => {
        setTried(true)
        return team && reason.trim() ? { action: 'resend', body: { team_id: team, reason: reason.trim() } } : undefined
      }}
    >
      <Select label={t('resend_to')} value={team} onChange={(e) => setTeam(e.target.value)} error={tried && !team ? t('choose_one') : undefined}>
        <option value="">{t('form.choose')}</option>
        {(organisation.data?.teams ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <LongTextField label={t('reason')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('reason_missing') : undefined} />
    </ActionDialog>
  )
}

/** Moving to another stage: only where the server lets, and why not elsewhere. */
export function Move({ matter, onDone }: Props) {
  const { t } = useTranslation('matter')
  const targets = matter.can.move_to
  const [lane, setLane] = useState<Lane | ''>(targets[0] ?? '')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const back = lane !== '' && LANES.indexOf(lane) < LANES.indexOf(matter.lane)
  return (
    <ActionDialog
      matter={matter}
      onDone={onDone}
      title={t('action.move')}
      button={t('action.move')}
      done={t('done.move')}
      change={() => {
        setTried(true)
        if (!lane || (back && !reason.trim())) return undefined
        return { action: 'move', body: { lane, reason: reason.trim() || undefined } }
      }}
    >
      {targets.length === 0 && <p>{t('move_nowhere')}</p>}
      <fieldset className="fld-set">
        <legend>{t('move_to')}</legend>
        {targets.map((code) => (
          <label key={code} className="radio-line">
            <input type="radio" name="lane" checked={lane === code} onChange={() => setLane(code)} />
            <span>{t(`codes:lane.${code}`)}</span>
          </label>
        ))}
        {tried && !lane && <p className="field-error">{t('choose_one')}</p>}
      </fieldset>
      <Refusals refusals={matter.can.refusals} actions={['move']} />
      <LongTextField
        label={t('reason')}
        hint={lane === 'decision' ? t('reason_hint.decision') : undefined}
        optional={back ? undefined : t('common:optional')}
        value={reason}
        onChange={setReason}
        error={tried && back && !reason.trim() ? t('reason_missing') : undefined}
      />
    </ActionDialog>
  )
}

export function Close({ matter, onDone }: Props) {
  const { t } = useTranslation('matter')
  const words = useText()
  const reasons = useReasons()
  const [reason, setReason] = useState('')
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <ActionDialog
      matter={matter}
      onDone={onDone}
      title={t('action.close')}
      button={t('action.close')}
      danger
      done={t('done.close')}
      change={() => {
        setTried(true)
        return reason ? { action: 'close', body: { reason_code: reason, text: text.trim() || undefined } } : undefined
      }}
    >
      <p>{t('close_text')}</p>
      <Select label={t('close_reason')} value={reason} onChange={(e) => setReason(e.target.value)} error={tried && !reason ? t('choose_one') : undefined}>
        <option value="">{t('form.choose')}</option>
        {(reasons.data?.close_reasons ?? []).map(({ code, label }) => (
          <option key={code} value={code}>
            {words(label)}
          </option>
        ))}
      </Select>
      {reasons.isError && <ProblemNote error={reasons.error} />}
      <LongTextField label={t('more')} optional={t('common:optional')} value={text} onChange={setText} />
    </ActionDialog>
  )
}

/** Pausing a deadline by a reason the law knows; the server refuses a reason that does not fit this deadline and says why. */
export function Pause({ matter, deadline, onDone }: Props & { deadline: Deadline & { pause_reasons?: string[] } }) {
  const { t } = useTranslation('matter')
  const words = useText()
  const reasons = useReasons()
  // Only what the law knows for this very deadline, when the server tells it.
  const offered = (reasons.data?.pause_reasons ?? []).filter(({ code }) => deadline.pause_reasons?.includes(code) ?? true)
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <ActionDialog
      matter={matter}
      onDone={onDone}
      title={t('action.pause')}
      button={t('action.pause')}
      done={t('done.pause')}
      change={() => {
        setTried(true)
        return reason ? { action: 'pause', body: { clock_id: deadline.id, reason_code: reason, until: until || undefined } } : undefined
      }}
    >
      <p>
        {words(deadline.label)} · {deadline.section}
      </p>
      <Select label={t('pause_reason')} hint={t('pause_hint')} value={reason} onChange={(e) => setReason(e.target.value)} error={tried && !reason ? t('choose_one') : undefined}>
        <option value="">{t('form.choose')}</option>
        {offered.map(({ code, label }) => (
          <option key={code} value={code}>
            {words(label)}
          </option>
        ))}
      </Select>
      {reasons.isError && <ProblemNote error={reasons.error} />}
      <DateField label={t('pause_until')} hint={t('pause_until_hint')} optional={t('common:optional')} value={until} onChange={setUntil} />
    </ActionDialog>
  )
}

/** A pause that ends by its date lasts longer, for a reason that is kept. */
export function Prolong({ matter, deadline, onDone }: Props & { deadline: Deadline }) {
  const { t } = useTranslation('matter')
  const words = useText()
  const when = useWhen()
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <ActionDialog
      matter={matter}
      onDone={onDone}
      title={t('prolong')}
      button={t('prolong')}
      done={t('prolonged')}
      change={() => {
        setTried(true)
        return until && reason.trim() ? { action: 'prolong-pause', body: { clock_id: deadline.id, until, reason: reason.trim() } } : undefined
      }}
    >
      <p>
        {words(deadline.label)} · {deadline.section}
      </p>
      {deadline.paused_until && <p>{t('prolong_text', { date: when.day(deadline.paused_until) })}</p>}
      <DateField label={t('prolong_until')} value={until} onChange={setUntil} error={tried && !until ? t('form.error.required') : undefined} />
      <LongTextField label={t('reason')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('reason_missing') : undefined} />
    </ActionDialog>
  )
}
