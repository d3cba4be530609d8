import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Measurement, MeasurementEndReason } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { ProblemNote } from '../ui/ProblemNote'
import { useWithdraw, type Whose } from './queries'
import { Reason } from './Reason'

/** Takes a measurement back, with a reason; it stays to be seen, marked. */
export function Withdraw({ whose, one, name, onClose }: { whose: Whose; one: Measurement; name: string; onClose: () => void }) {
  const { t } = useTranslation('functioning')
  const announce = useAnnounce()
  const [reason, setReason] = useState<MeasurementEndReason>('wrong_value')
  const withdraw = useWithdraw(whose)
  return (
    <Dialog
      title={t('withdraw_title', { name })}
      onClose={onClose}
      actions={
        <Button
          look="danger"
          busy={withdraw.isPending}
          onClick={() =>
            withdraw.mutate(
              { id: one.id, reason },
              {
                onSuccess: () => {
                  announce(t('withdrawn_saved'))
                  onClose()
                },
              },
            )
          }
        >
          {t('withdraw')}
        </Button>
      }
    >
      <p>{t('withdraw_about')}</p>
      <Reason value={reason} onChange={setReason} />
      {withdraw.isError && <ProblemNote error={withdraw.error} />}
    </Dialog>
  )
}
