import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api/client'
import type { Register, RegisterOpening } from '../../api/types'
import { useText } from '../../i18n/text'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { clientPath, useGrounds } from '../queries'

/** Opens another register by a named legal ground: which ground, why, and for how long it stays open is said before. One who has no
 *  relation to the client is shown the grounds that ask for none. An emergency has a dialog of its own. */
export function OpenRegister({ clientId, register, untied = false, onClose, onOpened }: { clientId: string; register: Register; untied?: boolean; onClose: () => void; onOpened: (opened: RegisterOpening[]) => void }) {
  const { t } = useTranslation('client')
  const text = useText()
  const grounds = useGrounds(true)
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const key = useRef(newKey())
  const usable = grounds.data?.filter((candidate) => !candidate.emergency && (candidate.without_relation || !untied) && candidate.registers.includes(register)) ?? []
  const ground = usable.find((candidate) => candidate.code === code)
  const reasonMissing = Boolean(ground?.needs_reason && reason.trim() === '')
  const open = useMutation({
    mutationFn: () =>
      api.post<RegisterOpening[]>(clientPath(clientId, '/registers'), { registers: [register], ground: code, reason: reason.trim() }, { idempotencyKey: key.current }),
    onSuccess: onOpened,
  })
  const submit = () => {
    setTried(true)
    if (ground && !reasonMissing) open.mutate()
  }
  return (
    <Dialog
      title={t(`withheld.open_register.${register}`)}
      onClose={onClose}
      actions={
        <Button look="primary" busy={open.isPending} onClick={submit}>
          {t('ground.open')}
        </Button>
      }
    >
      <p>{t('ground.intro')}</p>
      {grounds.isPending && <Skeleton lines={4} />}
      {grounds.isError && <Retry error={grounds.error} again={() => void grounds.refetch()} />}
      {grounds.data && (
        <fieldset className="fld-set" aria-describedby={tried && !ground ? 'ground-error' : undefined}>
          <legend>{t('ground.which')}</legend>
          {usable.length === 0 && <p>{t('ground.none')}</p>}
          {usable.map((candidate) => (
            <label key={candidate.code} className="radio-line">
              <input type="radio" name="ground" value={candidate.code} checked={code === candidate.code} onChange={() => setCode(candidate.code)} />
              <span>
                {text(candidate.label)}
                <small>{text(candidate.about)}</small>
                <small>
                  {candidate.law}
                  {candidate.mark === 'uncertain' ? ` · ${t('ground.uncertain')}` : ''}
                </small>
              </span>
            </label>
          ))}
          {tried && !ground && (
            <p className="field-error" id="ground-error">
              {t('ground.choose')}
            </p>
          )}
        </fieldset>
      )}
      <LongTextField
        label={t('ground.reason')}
        hint={t('ground.reason_hint')}
        optional={ground?.needs_reason ? undefined : t('optional')}
        value={reason}
        onChange={setReason}
        error={tried && reasonMissing ? t('ground.reason_missing') : undefined}
      />
      <p className="note">{t('ground.time_box', { count: ground?.minutes ?? 60 })}</p>
      {open.isError && <ProblemNote error={open.error} />}
    </Dialog>
  )
}
