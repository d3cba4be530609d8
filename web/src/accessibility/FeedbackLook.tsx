import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../api/client'
import type { FeedbackState } from '../api/types'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'

/** What became of feedback one sent, by its code. */
export function FeedbackLook() {
  const { t } = useTranslation('accessibility')
  const language = useLanguage()
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const look = useMutation({ mutationFn: () => api.post<FeedbackState>('/public/accessibility/feedback/look', { code }) })
  const unknown = isProblem(look.error, 'not_found')
  return (
    <section className="card stack" aria-labelledby="look">
      <h2 id="look">{t('look.title')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(code.trim() === '')
          if (code.trim() !== '' && !look.isPending) look.mutate()
        }}
      >
        <TextField label={t('look.code')} hint={t('look.hint')} autoComplete="off" value={code} onChange={setCode} error={missing ? t('look.missing') : unknown ? t('look.unknown') : undefined} />
        <p>
          <Button type="submit" busy={look.isPending}>
            {t('look.show')}
          </Button>
        </p>
      </form>
      {look.isError && !unknown && <ProblemNote error={look.error} />}
      <div role="status">
        {look.data && (
          <div className="stack">
            <p>
              {look.data.state === 'answered' && look.data.answered_at
                ? t('look.answered', { date: longDate(look.data.answered_at, language) })
                : t('look.waits', { received: longDate(look.data.received_at, language), due: longDate(look.data.due_on, language) })}
            </p>
            {look.data.answer && <p className="statement-answer">{look.data.answer}</p>}
          </div>
        )}
      </div>
    </section>
  )
}
