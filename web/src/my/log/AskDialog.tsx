import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry } from '../../api/types'
import { useWhen } from '../../client/when'
import { useActionWords } from '../../people/actionWords'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { useAsk } from './queries'

/** Asks about one entry, in own words. */
export function AskDialog({ entry, about, onClose }: { entry: LogEntry; about: string; onClose: () => void }) {
  const { t } = useTranslation('my')
  const when = useWhen()
  const announce = useAnnounce()
  const actionWords = useActionWords()
  const ask = useAsk()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const short = words.trim().length < 3
  const submit = () => {
    setTried(true)
    if (short) return
    ask.mutate(
      { id: entry.id, words: words.trim() },
      {
        onSuccess: () => {
          announce(t('log.sent'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('log.ask_title')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={ask.isPending} onClick={submit}>
          {t('log.send')}
        </Button>
      }
    >
      <p>
        <b>{actionWords(entry.action)}</b> {when.instant(entry.at)}
        {entry.professional && <>, {[entry.professional.name, entry.unit].filter(Boolean).join(', ')}</>}
      </p>
      <p>
        {t('log.ask_about')} {about}
      </p>
      <LongTextField label={t('log.words')} value={words} onChange={setWords} error={tried && short ? t('log.words_missing') : undefined} rows={4} required />
      {ask.isError && <ProblemNote error={ask.error} />}
    </Dialog>
  )
}
