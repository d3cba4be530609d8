import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useWhen } from '../client/when'
import { useOwnFeedback } from './queries'

/** That feedback is asked of me; nothing when it is not. */
export function FeedbackCard() {
  const { t } = useTranslation('experience')
  const when = useWhen()
  const open = (useOwnFeedback().data ?? []).filter(({ state }) => state === 'open')
  const first = open[0]
  if (!first) return null
  return (
    <section className="my-card" aria-labelledby="my-feedback">
      <h2 id="my-feedback">{t('own.title')}</h2>
      <p>{t('own.card', { date: when.day(first.ended_on), team: first.team })}</p>
      <div className="my-buttons">
        <Link className="btn btn-primary" to="/my/feedback">
          {t('own.answer')}
        </Link>
      </div>
    </section>
  )
}
