import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { dateTime, longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root, useWrong } from './api'
import type { Feedback } from './types'

/** Feedback on accessibility: what is due first on top. */
export default function FeedbackPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('feedback.title'))
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [asked, setAsked] = useState<Feedback | null>(null)
  const state = params.get('state') ?? 'open'
  const query = useQuery({ queryKey: ['admin', 'feedback', state], queryFn: () => api.get<Feedback[]>(`${root}/feedback`, { query: { state: state === 'all' ? undefined : state } }) })
  const rows = query.data ?? []
  return (
    <>
      <h1>{t('feedback.title')}</h1>
      <p>{t('feedback.explain')}</p>
      {query.isError && <ProblemNote error={query.error} />}
      <div className="admin-filters">
        <Select label={t('faults.state')} value={state} onChange={(event) => setParams({ state: event.target.value }, { replace: true })}>
          <option value="all">{t('all')}</option>
          <option value="open">{t('faults.states.open')}</option>
          <option value="answered">{t('faults.states.answered')}</option>
        </Select>
      </div>
      <p role="status" className="quiet">
        {query.data ? t('feedback.count', { count: rows.length }) : t('common:loading')}
      </p>
      {query.data && rows.length === 0 && <p className="card empty">{t(state === 'open' ? 'feedback.empty_open' : 'feedback.empty')}</p>}
      <ul className="plain-list stack">
        {rows.map((one) => (
          <li key={one.id} className="card stack">
            <div className="spread">
              <strong>{dateTime(one.received_at, language)}</strong>
              <Pill tone={one.state === 'answered' ? 'success' : one.late ? 'danger' : 'warning'}>
                {one.state === 'answered' ? t('faults.states.answered') : t(one.late ? 'feedback.late' : 'feedback.due', { date: longDate(one.due_on, language) })}
              </Pill>
            </div>
            <p className="admin-words" lang={one.language}>
              {one.words}
            </p>
            <dl className="admin-facts">
              <dt>{t('feedback.page')}</dt>
              <dd>{one.page || t('feedback.no_page')}</dd>
              <dt>{t('feedback.contact')}</dt>
              <dd>{one.contact ?? t('feedback.no_contact')}</dd>
              <dt>{t('feedback.language')}</dt>
              <dd>{t(`feedback.languages.${one.language}`)}</dd>
              {one.answer && (
                <>
                  <dt>{t('faults.answer')}</dt>
                  <dd className="admin-words">
                    {one.answer} <span className="quiet">{[one.answered_by, one.answered_at && dateTime(one.answered_at, language)].filter(Boolean).join(', ')}</span>
                  </dd>
                </>
              )}
            </dl>
            <p>
              <Button size="small" aria-label={`${one.answer ? t('faults.mend') : t('faults.give_answer')}: ${dateTime(one.received_at, language)}`} onClick={() => setAsked(one)}>
                {one.answer ? t('faults.mend') : t('faults.give_answer')}
              </Button>
            </p>
          </li>
        ))}
      </ul>
      {asked && (
        <AnswerDialog
          feedback={asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            announce(t('faults.answered'))
            void client.invalidateQueries({ queryKey: ['admin', 'feedback'] })
          }}
        />
      )}
    </>
  )
}

function AnswerDialog({ feedback, onClose, onDone }: { feedback: Feedback; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('admin')
  const [answer, setAnswer] = useState(feedback.answer ?? '')
  const save = useMutation({ mutationFn: () => api.post(`${root}/feedback/${feedback.id}/answer`, { answer }, { ifMatch: feedback.version }), onSuccess: onDone })
  const wrong = useWrong(save.error)
  return (
    <Dialog
      title={t('faults.give_answer')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>
          {t('faults.send')}
        </Button>
      }
    >
      {save.isError && <ProblemNote error={save.error} />}
      <p className="admin-words" lang={feedback.language}>
        {feedback.words}
      </p>
      <LongTextField label={t('faults.answer')} hint={t(feedback.contact ? 'feedback.answer_contact' : 'feedback.answer_code')} value={answer} onChange={setAnswer} error={wrong.answer} required rows={5} />
    </Dialog>
  )
}
