import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OwnFeedback } from '../api/types'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import '../experience/experience.css'
import { FeedbackForm } from '../experience/FeedbackForm'
import { useDeclineFeedback, useOwnFeedback } from '../experience/queries'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'

/** How my matters were handled: what I am asked when one has ended. */
export default function FeedbackPage() {
  const { t } = useTranslation(['experience', 'my'])
  const query = useOwnFeedback()
  usePageTitle(t('own.title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('own.title')}</h1>
        <p>{t('own.about')}</p>
      </header>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data?.length === 0 && <p>{t('own.nothing')}</p>}
      {query.data?.map((asked) => (
        <Asked key={asked.id} asked={asked} />
      ))}
    </>
  )
}

function Asked({ asked }: { asked: OwnFeedback }) {
  const { t } = useTranslation(['experience', 'codes'])
  const when = useWhen()
  const back = useDeclineFeedback(asked)
  const [open, setOpen] = useState(asked.state === 'open')
  return (
    <section className="my-card" aria-labelledby={`fb-${asked.id}`}>
      <h2 id={`fb-${asked.id}`}>{t('own.matter', { service: t(`codes:service_task.${asked.service_task}`), date: when.day(asked.ended_on) })}</h2>
      <p>
        <Link to={`/my/matters/${asked.matter_id}`}>{t('own.look')}</Link>
      </p>
      {asked.state === 'declined' && (
        <>
          <p role="status">{t('own.declined')}</p>
          {back.isError && <ProblemNote error={back.error} />}
          <Button busy={back.isPending} onClick={() => back.mutate(false, { onSuccess: () => setOpen(true) })}>
            {t('own.answer_after_all')}
          </Button>
        </>
      )}
      {asked.state === 'answered' && !open && (
        <>
          <p role="status">{t('own.answered', { date: when.day(asked.closes_on) })}</p>
          <Button onClick={() => setOpen(true)}>{t('own.change_answer')}</Button>
        </>
      )}
      {(asked.state === 'open' || (asked.state === 'answered' && open)) && (
        <>
          <p className="quiet">{t('own.until', { date: when.day(asked.closes_on) })}</p>
          <FeedbackForm key={asked.version} asked={asked} onDone={() => setOpen(false)} />
        </>
      )}
    </section>
  )
}
