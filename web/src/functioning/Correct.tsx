import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFunctioning, Measurement, MeasurementEndReason, MeasureDefinition } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { draftsOf, rowsOf } from './answers'
import { Items } from './Items'
import { useKeep, type Whose } from './queries'
import { Reason } from './Reason'
import { Scored } from './Scored'

/** Puts a corrected measurement in the place of one; the old one stays, marked. */
export function Correct({ whose, seen, measure, one, onClose }: { whose: Whose; seen: ClientFunctioning; measure: MeasureDefinition; one: Measurement; onClose: () => void }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const [drafts, setDrafts] = useState(() => draftsOf(one.rows, language))
  const [note, setNote] = useState(one.note ?? '')
  const [reason, setReason] = useState<MeasurementEndReason>('wrong_value')
  const [tried, setTried] = useState(false)
  const keep = useKeep(whose, { id: one.id, reason })
  const rows = rowsOf(measure, drafts)
  const save = () => {
    setTried(true)
    if (!rows) return
    keep.mutate(
      { measure: measure.code, rows, origin: one.origin, note: note.trim() || undefined },
      {
        onSuccess: () => {
          announce(t('corrected_saved'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('correct_title', { name: text(measure.name) })}
      onClose={onClose}
      wide
      actions={
        <Button look="primary" busy={keep.isPending} onClick={save}>
          {t('save')}
        </Button>
      }
    >
      <p className="quiet">{t('correct_about')}</p>
      <Items measure={measure} drafts={drafts} tried={tried} onChange={setDrafts} />
      <Scored whose={whose} measure={measure} drafts={drafts} sex={seen.sex} />
      <LongTextField label={t('note')} optional={t('optional')} rows={2} value={note} onChange={setNote} />
      <Reason value={reason} onChange={setReason} />
      {keep.isError && <ProblemNote error={keep.error} />}
    </Dialog>
  )
}
