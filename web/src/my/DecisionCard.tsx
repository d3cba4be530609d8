import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api, newKey } from '../api/client'
import type { OwnDecision, OwnReview } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { today } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'

/** A decision about me: what it is, whether it holds, and what I can do when I do not agree. */
export function DecisionCard({ decision }: { decision: OwnDecision }) {
  const { t, i18n } = useTranslation('my')
  const text = useText()
  const when = useWhen()
  const [asking, setAsking] = useState(false)
  const { remedy, appeal_until: until } = decision
  const late = until !== undefined && today() > until
  const open = decision.reviews.some(({ state }) => state === 'received' || state === 'taken')
  return (
    <div className="my-decision">
      <p>
        <b>{t('decision.made')}</b> {i18n.exists(`my:decision.outcome.${decision.outcome}`) && t(`decision.outcome.${decision.outcome}` as never)}
      </p>
      <p className="quiet">
        {t('decision.sent', { date: when.day(decision.sent_at) })}
        {decision.received_on && ` · ${t(decision.received_on > today() ? 'decision.received_later' : 'decision.received', { date: when.day(decision.received_on) })}`}
      </p>
      {decision.force !== 'in_force' && <p className="note">{t(`decision.force.${decision.force}`)}</p>}
      <p>
        <Link className="btn btn-secondary" to={`/my/documents/${decision.document_id}`}>
          {t('decision.read')}
        </Link>
      </p>
      {decision.reviews.map((review) => (
        <Review key={review.id} review={review} />
      ))}
      {decision.appeals.map((appeal) => (
        <div key={appeal.id} className="my-next">
          <p>
            <b>{t('appeal.title')}</b> {appeal.court}
          </p>
          <p>{appeal.outcome ? t(`appeal.outcome.${appeal.outcome}`) : t(`appeal.state.${appeal.state}`)}</p>
        </div>
      ))}
      {remedy?.kind === 'appeal' && until && !open && decision.force !== 'replaced' && (
        <p className="note">{t('decision.appeal_court', { court: text(remedy.authority), date: when.day(until) })}</p>
      )}
      {decision.can_ask && remedy && !asking && (
        <>
          <p className="note">{until ? t(late ? 'decision.appeal_late' : 'decision.appeal', { date: when.day(until) }) : t('decision.appeal_open')}</p>
          <Button className="my-wide" onClick={() => setAsking(true)}>
            {t('review.ask')}
          </Button>
        </>
      )}
      {decision.can_ask && remedy && asking && <Ask decision={decision} late={late} authority={text(remedy.authority)} onDone={() => setAsking(false)} />}
    </div>
  )
}

function useRefresh() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['my'] })
}

/** Where my request stands, in plain words. */
function Review({ review }: { review: OwnReview }) {
  const { t } = useTranslation('my')
  const text = useText()
  const when = useWhen()
  const announce = useAnnounce()
  const refresh = useRefresh()
  const [sure, setSure] = useState(false)
  const open = review.state === 'received' || review.state === 'taken'
  const back = useMutation({
    mutationFn: () => api.post<OwnReview>(`/client/reviews/${review.id}/withdraw`, {}, { ifMatch: review.version }),
    onSuccess: () => {
      announce(t('review.withdrawn_now'))
      refresh()
    },
  })
  return (
    <div className="my-next">
      <p>
        <b>{t('review.title')}</b> {review.outcome ? t(`review.outcome.${review.outcome}`) : t(`review.state.${review.state}`)}
      </p>
      <p className="mt-quote">”{review.words}”</p>
      <p className="quiet">{t('review.arrived', { date: when.day(review.arrived_on), organ: text(review.authority) })}</p>
      {review.late && open && <p>{t('review.late')}</p>}
      {review.reasons && <p className="mt-text">{review.reasons}</p>}
      {review.appeal_until && review.appeal_to && <p className="note">{t('decision.appeal_court', { court: text(review.appeal_to), date: when.day(review.appeal_until) })}</p>}
      {open && !sure && (
        <p>
          <Button size="small" look="plain" onClick={() => setSure(true)}>
            {t('review.withdraw')}
          </Button>
        </p>
      )}
      {open && sure && (
        <>
          <p>{t('review.withdraw_sure')}</p>
          <div className="my-buttons">
            <Button look="danger" busy={back.isPending} onClick={() => back.mutate()}>
              {t('review.withdraw')}
            </Button>
            <Button onClick={() => setSure(false)}>{t('review.keep')}</Button>
          </div>
        </>
      )}
      {back.isError && <ProblemNote error={back.error} />}
    </div>
  )
}

function Ask({ decision, late, authority, onDone }: { decision: OwnDecision; late: boolean; authority: string; onDone: () => void }) {
  const { t } = useTranslation('my')
  const announce = useAnnounce()
  const refresh = useRefresh()
  const key = useRef(newKey())
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const ask = useMutation({
    mutationFn: () => api.post<OwnReview>(`/client/decisions/${decision.id}/reviews`, { words: words.trim() }, { idempotencyKey: key.current }),
    onSuccess: () => {
      announce(t('review.asked_now'))
      refresh()
      onDone()
    },
  })
  return (
    <form
      className="stack"
      aria-label={t('review.ask')}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (words.trim()) ask.mutate()
      }}
    >
      <p>{t('review.intro', { organ: authority })}</p>
      {late && <p className="note note-warning">{t('review.late_now')}</p>}
      <LongTextField label={t('review.label')} hint={t('review.hint')} rows={6} value={words} onChange={setWords} error={tried && !words.trim() ? t('review.missing') : undefined} />
      {ask.isError && <ProblemNote error={ask.error} />}
      <div className="my-buttons">
        <Button look="primary" type="submit" busy={ask.isPending}>
          {t('review.send')}
        </Button>
        <Button onClick={onDone}>{t('review.cancel')}</Button>
      </div>
    </form>
  )
}
