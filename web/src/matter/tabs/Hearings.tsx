import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api/client'
import type { Hearing, Matter } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { useWhen } from '../../client/when'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { DateField } from '../../ui/DateField'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { matterPath, may, useHearings } from '../queries'

/** Hearing the client before a decision against what was asked for (Administrative Procedure Act 434/2003, section 34). */
export function Hearings({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const query = useHearings(matter.id)
  const [asking, setAsking] = useState(false)
  const [answering, setAnswering] = useState<Hearing>()
  const hearings = query.data ?? []
  const canAsk = may(matter, 'hearing') || may(matter, 'hear')
  if (!query.isError && hearings.length === 0 && !(canAsk && (matter.lane === 'decision' || matter.lane === 'planning'))) return null
  return (
    <section className="card mt-card" aria-labelledby="mt-hear">
      <div className="head-row">
        <h2 id="mt-hear">{t('hearing.title')}</h2>
        {canAsk && <Button onClick={() => setAsking(true)}>{t('hearing.ask')}</Button>}
      </div>
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {hearings.length === 0 && <p className="quiet">{t('hearing.none')}</p>}
      <ul className="row-list">
        {hearings.map((hearing) => {
          const answered = Boolean(hearing.answered_at) || hearing.no_answer
          return (
            <li key={hearing.id}>
              <div className="mt-grow">
                {matter.clients.length > 1 && <p className="quiet">{matter.clients.find(({ id }) => id === hearing.client_id)?.name}</p>}
                <p className="mt-text">{hearing.question}</p>
                {hearing.answer && <p className="mt-quote">”{hearing.answer}”</p>}
                <p className="quiet num">
                  {hearing.answered_at ? t('hearing.answered', { date: when.instant(hearing.answered_at) }) : t('hearing.by', { date: when.shortDay(hearing.answer_by) })}
                </p>
              </div>
              <Pill tone={answered ? 'success' : 'warning'}>{hearing.no_answer ? t('hearing.no_answer') : answered ? t('hearing.got') : t('hearing.waiting')}</Pill>
              {!answered && canAsk && (
                <Button size="small" onClick={() => setAnswering(hearing)}>
                  {t('hearing.record')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {asking && <Ask matter={matter} onDone={() => setAsking(false)} />}
      {answering && <Answer matter={matter} hearing={answering} onDone={() => setAnswering(undefined)} />}
    </section>
  )
}

function useRefresh(matter: Matter) {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
}

function Ask({ matter, onDone }: { matter: Matter; onDone: () => void }) {
  const { t } = useTranslation('matter')
  const announce = useAnnounce()
  const refresh = useRefresh(matter)
  const key = useRef(newKey())
  const [question, setQuestion] = useState('')
  const [client, setClient] = useState(matter.clients[0]?.id ?? '')
  const [by, setBy] = useState('')
  const [tried, setTried] = useState(false)
  const ask = useMutation({
    mutationFn: () => api.post<Hearing>(matterPath(matter.id, '/hearings'), { question: question.trim(), answer_by: by, client_id: client || undefined }, { idempotencyKey: key.current, ifMatch: matter.version }),
    onSuccess: () => {
      refresh()
      announce(t('hearing.asked'))
      onDone()
    },
  })
  return (
    <Dialog
      title={t('hearing.ask')}
      onClose={onDone}
      actions={
        <Button
          look="primary"
          busy={ask.isPending}
          onClick={() => {
            setTried(true)
            if (question.trim() && by) ask.mutate()
          }}
        >
          {t('hearing.send')}
        </Button>
      }
    >
      <p>{t('hearing.intro')}</p>
      {matter.clients.length > 1 && (
        <Select label={t('hearing.whom')} value={client} onChange={(event) => setClient(event.target.value)}>
          {matter.clients.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
      )}
      <LongTextField label={t('hearing.question')} hint={t('hearing.question_hint')} rows={5} value={question} onChange={setQuestion} error={tried && !question.trim() ? t('form.error.required') : undefined} />
      <DateField label={t('hearing.answer_by')} value={by} onChange={setBy} error={tried && !by ? t('form.error.required') : undefined} />
      {ask.isError && <ProblemNote error={ask.error} />}
    </Dialog>
  )
}

function Answer({ matter, hearing, onDone }: { matter: Matter; hearing: Hearing; onDone: () => void }) {
  const { t } = useTranslation('matter')
  const announce = useAnnounce()
  const refresh = useRefresh(matter)
  const [text, setText] = useState('')
  const [none, setNone] = useState(false)
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => api.post<Hearing>(matterPath(matter.id, `/hearings/${hearing.id}/answer`), none ? { no_answer: true } : { text: text.trim() }, { ifMatch: matter.version }),
    onSuccess: () => {
      refresh()
      announce(t('hearing.recorded'))
      onDone()
    },
  })
  return (
    <Dialog
      title={t('hearing.record')}
      onClose={onDone}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (none || text.trim()) save.mutate()
          }}
        >
          {t('hearing.save')}
        </Button>
      }
    >
      <p className="mt-text">{hearing.question}</p>
      <label className="check-line">
        <input type="checkbox" checked={none} onChange={(e) => setNone(e.target.checked)} />
        {t('hearing.none_given')}
      </label>
      {!none && <LongTextField label={t('hearing.answer')} rows={5} value={text} onChange={setText} error={tried && !text.trim() ? t('form.error.required') : undefined} />}
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}
