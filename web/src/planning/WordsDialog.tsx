import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../app/problem'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'

interface Props {
  title: string
  label: string
  button: string
  busy: boolean
  error: unknown
  onClose: () => void
  onSubmit: (words: string) => void
  /** Above the words. */
  children?: ReactNode
}

/** A dialog that asks for words: at least three characters. */
export function WordsDialog({ title, label, button, busy, error, onClose, onSubmit, children }: Props) {
  const { t } = useTranslation(['planning', 'problems'])
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const fields = fieldErrors(error, t as never)
  const short = words.trim().length < 3
  const submit = () => {
    setTried(true)
    if (!short) onSubmit(words.trim())
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button look="primary" busy={busy} onClick={submit}>
          {button}
        </Button>
      }
    >
      {Boolean(error) && Object.keys(fields).length === 0 && <ProblemNote error={error} />}
      {children}
      <LongTextField label={label} required rows={4} value={words} onChange={setWords} error={fields.words ?? (tried && short ? t('words_missing') : undefined)} />
    </Dialog>
  )
}
