import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogInquiry } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { dateTime } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { useActionWords } from './actionWords'
import { useAnswer } from './useInquiries'

/** The entry a question is about, in one line. */
export function AboutEntry({ item }: { item: LogInquiry }) {
  const { t } = useTranslation('people')
  const text = useText()
  const language = useLanguage()
  const actionWords = useActionWords()
  const grounds = item.entry_grounds.map((ground) => (ground.label ? text(ground.label) : t('inquiries.permit'))).join('; ')
  return (
    <p className="quiet">
      {t('inquiries.entry')}: {actionWords(item.entry_action)}, {dateTime(item.entry_at, language)}
      {item.entry_by && <>, {[item.entry_by.name, item.entry_unit].filter(Boolean).join(', ')}</>}
      {grounds && <>, {grounds}</>}
    </p>
  )
}

/** Answers one question; the client reads it on their own pages. */
export function AnswerDialog({ item, onClose }: { item: LogInquiry; onClose: () => void }) {
  const { t } = useTranslation('people')
  const announce = useAnnounce()
  const [answer, setAnswer] = useState('')
  const [tried, setTried] = useState(false)
  const short = answer.trim().length < 3
  const save = useAnswer()
  const submit = () => {
    setTried(true)
    if (short) return
    save.mutate(
      { item, answer: answer.trim() },
      {
        onSuccess: () => {
          announce(t('inquiries.done'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('inquiries.answer_to', { client: item.client?.name ?? '' })}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={submit}>
          {t('inquiries.send')}
        </Button>
      }
    >
      <p>
        <q>{item.words}</q>
      </p>
      <AboutEntry item={item} />
      <LongTextField label={t('inquiries.answer')} hint={t('inquiries.answer_hint')} value={answer} onChange={setAnswer} error={tried && short ? t('inquiries.answer_missing') : undefined} rows={5} required />
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}
