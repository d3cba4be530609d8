import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RightsThingKind } from '../api/types'
import { useWhen } from '../client/when'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useCorrect, useThings } from './queries'

/** Points at what is wrong and says what is right. */
export function CorrectionDialog({ kinds, about, onClose }: { kinds: RightsThingKind[]; about: string; onClose: () => void }) {
  const { t } = useTranslation('rights')
  const text = useText()
  const language = useLanguage()
  const when = useWhen()
  const announce = useAnnounce()
  const correct = useCorrect()
  const [kind, setKind] = useState('')
  const [thing, setThing] = useState('')
  const [wrong, setWrong] = useState('')
  const [right, setRight] = useState('')
  const [tried, setTried] = useState(false)
  const things = useThings(kind, language)
  const short = (words: string) => words.trim().length < 3
  const submit = () => {
    setTried(true)
    if (kind === '' || short(wrong) || short(right)) return
    correct.mutate(
      { object_kind: kind, object_id: thing || undefined, wrong: wrong.trim(), correct: right.trim() },
      {
        onSuccess: () => {
          announce(t('correction.sent'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('correction.title')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={correct.isPending} onClick={submit}>
          {t('correction.send')}
        </Button>
      }
    >
      <p>{about}</p>
      <Select
        label={t('correction.kind')}
        value={kind}
        error={tried && kind === '' ? t('correction.kind_missing') : undefined}
        onChange={(event) => {
          setKind(event.target.value)
          setThing('')
        }}
      >
        <option value="">{t('choose')}</option>
        {kinds.map(({ code, label }) => (
          <option key={code} value={code}>
            {text(label)}
          </option>
        ))}
        <option value="other">{t('correction.other')}</option>
      </Select>
      {things.data && things.data.length > 0 && (
        <Select label={t('correction.thing')} value={thing} onChange={(event) => setThing(event.target.value)}>
          <option value="">{t('correction.not_one')}</option>
          {things.data.map(({ id, label, at }) => (
            <option key={id} value={id}>
              {[at && when.instant(at), label].filter(Boolean).join(': ')}
            </option>
          ))}
        </Select>
      )}
      <LongTextField label={t('correction.wrong')} value={wrong} onChange={setWrong} error={tried && short(wrong) ? t('words_missing') : undefined} rows={3} required />
      <LongTextField label={t('correction.right')} value={right} onChange={setRight} error={tried && short(right) ? t('words_missing') : undefined} rows={3} required />
      {correct.isError && <ProblemNote error={correct.error} />}
    </Dialog>
  )
}
