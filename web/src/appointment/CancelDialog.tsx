import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Appointment } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { useCancel } from './queries'

/** Cancelling, with a reason that the client sees too. */
export function CancelDialog({ appointment, onDone }: { appointment: Appointment; onDone: () => void }) {
  const { t } = useTranslation('appointment')
  const announce = useAnnounce()
  const past = Date.parse(appointment.starts_at) <= Date.now()
  const reasons = past ? (['no_show', 'client_wish', 'professional_away', 'not_needed', 'other'] as const) : (['client_wish', 'professional_away', 'not_needed', 'other'] as const)
  const [reason, setReason] = useState('')
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const cancel = useCancel(appointment, () => {
    announce(t('cancelled_now'))
    onDone()
  })
  const needsText = reason === 'other' && !text.trim()
  return (
    <Dialog
      title={t('cancel')}
      onClose={onDone}
      actions={
        <Button
          look="danger"
          busy={cancel.isPending}
          onClick={() => {
            setTried(true)
            if (reason && !needsText) cancel.mutate({ reason, text: text.trim() || undefined })
          }}
        >
          {t('cancel')}
        </Button>
      }
    >
      <p>{t(past ? 'cancel_about_past' : 'cancel_about')}</p>
      <fieldset className="fld-set">
        <legend>{t('cancel_reason')}</legend>
        {reasons.map((code) => (
          <label key={code} className="radio-line">
            <input type="radio" name="reason" checked={reason === code} onChange={() => setReason(code)} />
            <span>{t(`reason.${code}`)}</span>
          </label>
        ))}
        {tried && !reason && <p className="field-error">{t('missing.reason')}</p>}
      </fieldset>
      <LongTextField
        label={t('cancel_text')}
        optional={reason === 'other' ? undefined : t('common:optional')}
        value={text}
        onChange={setText}
        error={tried && needsText ? t('missing.text') : undefined}
      />
      {cancel.isError && <ProblemNote error={cancel.error} />}
    </Dialog>
  )
}
