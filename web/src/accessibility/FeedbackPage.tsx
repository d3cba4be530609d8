import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { api } from '../api/client'
import type { FeedbackReceipt, NewFeedback } from '../api/types'
import { fieldErrors } from '../app/problem'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { LongTextField, TextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { FeedbackLook } from './FeedbackLook'
import { useStatement } from './StatementPage'
import './accessibility.css'

/** Feedback on accessibility: anyone sends it, and reads the answer by the code that is given. */
export function Component() {
  const { t } = useTranslation('accessibility')
  usePageTitle(t('feedback.page_title'))
  const [receipt, setReceipt] = useState<FeedbackReceipt | undefined>(undefined)
  return (
    <main id="main" tabIndex={-1} className="page narrow stack statement">
      <p>
        <Link to="/accessibility">‹ {t('title')}</Link>
      </p>
      <h1>{t('feedback.page_title')}</h1>
      {receipt ? <Receipt receipt={receipt} again={() => setReceipt(undefined)} /> : <Form onSent={setReceipt} />}
      <FeedbackLook />
    </main>
  )
}

function Form({ onSent }: { onSent: (receipt: FeedbackReceipt) => void }) {
  const { t, i18n } = useTranslation('accessibility')
  const language = useLanguage()
  const page = pageOf(useLocation().state)
  const days = useStatement().data?.reply_days
  const [words, setWords] = useState('')
  const [contact, setContact] = useState('')
  const send = useMutation({
    mutationFn: () => api.post<FeedbackReceipt>('/public/accessibility/feedback', { page, words, contact: contact.trim() || undefined, language } satisfies NewFeedback),
    onSuccess: onSent,
  })
  const wrong = fieldErrors(send.error, i18n.getFixedT(null, 'problems'))
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!send.isPending) send.mutate()
      }}
    >
      <p>{t('feedback.explain')}</p>
      {days !== undefined && <p>{t('feedback.answered_in', { count: days })}</p>}
      <p className="note note-warning">{t('feedback.warning')}</p>
      <LongTextField label={t('feedback.words')} hint={t('feedback.words_hint')} value={words} onChange={setWords} error={wrong.words} rows={6} required />
      <TextField label={t('feedback.contact')} hint={t('feedback.contact_hint')} optional={t('common:optional')} autoComplete="email" value={contact} onChange={setContact} error={wrong.contact} />
      {send.isError && <ProblemNote error={send.error} />}
      <p>
        <Button look="primary" type="submit" busy={send.isPending}>
          {t('feedback.send')}
        </Button>
      </p>
    </form>
  )
}

/** What the sender is given. The form is gone, so the focus comes here. */
function Receipt({ receipt, again }: { receipt: FeedbackReceipt; again: () => void }) {
  const { t } = useTranslation('accessibility')
  const language = useLanguage()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section className="note note-success" aria-labelledby="sent">
      <h2 id="sent" ref={title} tabIndex={-1}>
        {t('receipt.title')}
      </h2>
      <p>{t('receipt.due', { date: longDate(receipt.due_on, language) })}</p>
      <p>{t('receipt.code')}</p>
      <p className="statement-code">{receipt.code}</p>
      <p>
        <Button onClick={again}>{t('receipt.again')}</Button>
      </p>
    </section>
  )
}

/** The page from which the link in the foot was followed. */
function pageOf(state: unknown): string | undefined {
  const page = typeof state === 'object' && state !== null && 'page' in state ? state.page : undefined
  return typeof page === 'string' ? page.replace(/[^/]*\d[^/]*/g, ':') : undefined
}
