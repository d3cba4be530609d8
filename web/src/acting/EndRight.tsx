import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { useRecordMinorRight } from './queries'

/** Ends what was recorded of a minor's right, with why. `of`: what it is of, for those who hear the button alone. */
export function EndRight({ clientId, id, of }: { clientId: string; id: string; of: string }) {
  const { t } = useTranslation('mandate')
  const announce = useAnnounce()
  const record = useRecordMinorRight(clientId)
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
  const [tried, setTried] = useState(false)
  const short = why.trim().length < 3
  const submit = () => {
    setTried(true)
    if (short) return
    record.mutate(
      { end: id, why: why.trim() },
      {
        onSuccess: () => {
          announce(t('staff.ended'))
          setOpen(false)
        },
      },
    )
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${t('staff.end')}: ${of}`}>
        {t('staff.end')}
      </Button>
      {open && (
        <Dialog
          title={t('staff.end')}
          onClose={() => setOpen(false)}
          actions={
            <Button look="primary" busy={record.isPending} onClick={submit}>
              {t('staff.end')}
            </Button>
          }
        >
          {record.isError && <ProblemNote error={record.error} />}
          <LongTextField label={t('staff.why')} value={why} onChange={setWhy} error={tried && short ? t('staff.too_short') : undefined} rows={3} required />
        </Dialog>
      )}
    </>
  )
}
