import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateActSeen, TemplateActState } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { today } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { useSettleAct } from './queries'

/** What can be said of an act: it was done, missed, or is left out; or it is open again. */
export function ActSteps({ clientId, act }: { clientId: string; act: TemplateActSeen }) {
  const { t } = useTranslation('templates')
  const [asked, setAsked] = useState<TemplateActState>()
  const steps: TemplateActState[] = act.state === 'open' ? ['done', 'missed', 'left'] : ['open']
  return (
    <span className="row tpl-steps">
      {steps.map((state) => (
        <Button key={state} size="small" aria-label={t('step.of', { step: t(`step.${state}`), act: act.name })} onClick={() => setAsked(state)}>
          {t(`step.${state}`)}
        </Button>
      ))}
      {asked && <Settle clientId={clientId} act={act} state={asked} onClose={() => setAsked(undefined)} />}
    </span>
  )
}

function Settle({ clientId, act, state, onClose }: { clientId: string; act: TemplateActSeen; state: TemplateActState; onClose: () => void }) {
  const { t } = useTranslation(['templates', 'problems'])
  const announce = useAnnounce()
  const settle = useSettleAct(clientId)
  const [on, setOn] = useState(today())
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const fields = fieldErrors(settle.error, t as never)
  const needed = state === 'missed' || state === 'left'
  const missing = (needed && reason.trim().length < 3) || (state === 'done' && !on)
  const send = () => {
    setTried(true)
    if (missing) return
    settle.mutate(
      { act, state, done_on: state === 'done' ? on : undefined, reason: reason.trim() || undefined },
      {
        onSuccess: () => {
          announce(t('step.told'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('step.of', { step: t(`step.${state}`), act: act.name })}
      onClose={onClose}
      actions={
        <Button look="primary" busy={settle.isPending} onClick={send}>
          {t('step.save')}
        </Button>
      }
    >
      {settle.isError && Object.keys(fields).length === 0 && <ProblemNote error={settle.error} />}
      {state === 'done' && <DateField label={t('step.on')} value={on} onChange={setOn} error={fields.done_on ?? (tried && !on ? t('problems:fields.required') : undefined)} />}
      {needed && (
        <LongTextField label={t('step.reason')} required rows={3} value={reason} onChange={setReason} error={fields.reason ?? (tried && missing ? t('step.reason_missing') : undefined)} />
      )}
      {state === 'open' && <p>{t('step.open_about')}</p>}
    </Dialog>
  )
}
