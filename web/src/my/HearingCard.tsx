import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { Hearing } from '../api/types'
import { sentence, useWhen } from '../client/when'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'

/** A hearing: I am asked before it is decided, and I answer here. */
export function HearingCard({ matterId, hearing }: { matterId: string; hearing: Hearing }) {
  const { t } = useTranslation('my')
  const when = useWhen()
  const queries = useQueryClient()
  const announce = useAnnounce()
  const key = useRef(newKey())
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const answer = useMutation({
    mutationFn: () => api.post<Hearing>(`/client/hearings/${hearing.id}/answer`, { text: text.trim() }, { idempotencyKey: key.current }),
    onSuccess: () => {
      announce(t('hearing.answered_now'))
      void queries.invalidateQueries({ queryKey: ['my'] })
    },
  })
  const done = Boolean(hearing.answered_at) || hearing.no_answer
  return (
    <section className={done ? 'my-card' : 'my-card my-card-act'} aria-labelledby={`hear-${hearing.id}`} data-matter={matterId}>
      <h2 id={`hear-${hearing.id}`}>
        <span id="hearing" tabIndex={-1}>
          {t('hearing.title')}
        </span>
      </h2>
      <p className="mt-text">{hearing.question}</p>
      {done ? (
        <>
          {hearing.answer && <p className="mt-quote">”{hearing.answer}”</p>}
          <p className="quiet">{hearing.no_answer ? t('hearing.no_answer') : t('hearing.answered', { date: when.instant(hearing.answered_at) })}</p>
        </>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (text.trim()) answer.mutate()
          }}
        >
          <p>
            <b>{sentence(t('hearing.by', { date: when.shortDay(hearing.answer_by) }))}</b> {t('hearing.help')}
          </p>
          <LongTextField label={t('hearing.label')} rows={5} value={text} onChange={setText} error={tried && !text.trim() ? t('hearing.missing') : undefined} />
          {answer.isError && <ProblemNote error={answer.error} />}
          <Button look="primary" type="submit" busy={answer.isPending} className="my-wide">
            {t('hearing.send')}
          </Button>
        </form>
      )}
    </section>
  )
}
