import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { Ground, Register, RegisterOpening } from '../api/types'
import { useProfessional } from '../app/session'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { clientPath, useGrounds } from './queries'

/** The emergency ground this professional may use; undefined when there is none, or it is not known yet. */
export function useEmergencyGround(enabled = true): Ground | undefined {
  return useGrounds(enabled).data?.find((ground) => ground.emergency)
}

/** Opens a client's data in an emergency: what follows is said first, then what is opened, why, and that one has understood. */
export function BreakGlass({ clientId, ground, onClose, onOpened }: { clientId: string; ground: Ground; onClose: () => void; onOpened: (opened: RegisterOpening[]) => void }) {
  const { t } = useTranslation('client')
  const text = useText()
  const professional = useProfessional()
  const own: Register = professional.role.endsWith('nurse') ? 'patient' : 'social'
  // No more than is needed: the register one works in, until another is asked for.
  const [registers, setRegisters] = useState<Register[]>(ground.registers.includes(own) ? [own] : ground.registers.slice(0, 1))
  const [reasonCode, setReasonCode] = useState('')
  const [reason, setReason] = useState('')
  const [confirmed, setConfirmed] = useState(false)
  const [tried, setTried] = useState(false)
  const key = useRef(newKey())
  const open = useMutation({
    mutationFn: () =>
      api.post<RegisterOpening[]>(
        clientPath(clientId, '/registers'),
        { registers, ground: ground.code, reason_code: reasonCode, reason: reason.trim(), confirmed },
        { idempotencyKey: key.current },
      ),
    onSuccess: onOpened,
  })
  const short = reason.trim().length < 3
  const submit = () => {
    setTried(true)
    if (registers.length > 0 && reasonCode && !short && confirmed) open.mutate()
  }
  return (
    <Dialog
      title={t('emergency.title')}
      onClose={onClose}
      actions={
        <Button look="danger" busy={open.isPending} onClick={submit}>
          {t('emergency.open')}
        </Button>
      }
    >
      <p>{text(ground.about)}</p>
      <ul className="glass-points">
        <li>{t('emergency.time', { count: ground.minutes })}</li>
        <li>{t('emergency.logged')}</li>
        <li>{t('emergency.reviewed')}</li>
      </ul>
      <fieldset className="fld-set">
        <legend>{t('emergency.scope')}</legend>
        {ground.registers.map((register) => (
          <label key={register} className="check-line">
            <input
              type="checkbox"
              checked={registers.includes(register)}
              onChange={(event) => setRegisters((before) => (event.target.checked ? [...before, register] : before.filter((one) => one !== register)))}
            />
            {t(`withheld.register_name.${register}`)}
          </label>
        ))}
        {tried && registers.length === 0 && <p className="field-error">{t('emergency.scope_missing')}</p>}
      </fieldset>
      <fieldset className="fld-set">
        <legend>{t('emergency.reason')}</legend>
        {ground.reasons.map((one) => (
          <label key={one.code} className="check-line">
            <input type="radio" name="emergency-reason" checked={reasonCode === one.code} onChange={() => setReasonCode(one.code)} />
            {text(one.label)}
          </label>
        ))}
        {tried && !reasonCode && <p className="field-error">{t('emergency.reason_missing')}</p>}
      </fieldset>
      <LongTextField
        label={t('emergency.words')}
        hint={t('emergency.words_hint')}
        value={reason}
        onChange={setReason}
        error={tried && short ? t('emergency.words_missing') : undefined}
        required
      />
      <label className="check-line">
        <input type="checkbox" checked={confirmed} onChange={(event) => setConfirmed(event.target.checked)} />
        {t('emergency.confirm')}
      </label>
      {tried && !confirmed && <p className="field-error">{t('emergency.confirm_missing')}</p>}
      <p className="quiet">
        {ground.law}
        {ground.mark === 'verified' ? '' : ` · ${t('ground.uncertain')}`}
      </p>
      {open.isError && <ProblemNote error={open.error} />}
    </Dialog>
  )
}
