import { useTranslation } from 'react-i18next'
import type { WillExpression } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { ProblemNote } from '../ui/ProblemNote'
import { useWithdraw, type Whose } from './queries'

/** Withdrawing: no reason, no words to read, one press more than by accident. */
export function WithdrawDialog({ whose, one, what, onClose }: { whose: Whose; one: WillExpression; what: string; onClose: () => void }) {
  const { t } = useTranslation('will')
  const announce = useAnnounce()
  const withdraw = useWithdraw(whose)
  return (
    <Dialog
      title={t('withdraw_title')}
      onClose={onClose}
      cancel={t('keep')}
      actions={
        <Button
          look="primary"
          busy={withdraw.isPending}
          onClick={() =>
            withdraw.mutate(one.id, {
              onSuccess: () => {
                announce(t('withdrawn_now', { what }))
                onClose()
              },
            })
          }
        >
          {t('withdraw')}
        </Button>
      }
    >
      <p>
        <b>{what}</b>
      </p>
      <p>{t('withdraw_about')}</p>
      {withdraw.isError && <ProblemNote error={withdraw.error} />}
    </Dialog>
  )
}
