import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Retry } from '../../client/parts/Retry'
import { useWhen } from '../../client/when'
import { useActionWords } from '../../people/actionWords'
import { Pill } from '../../ui/Pill'
import { useInquiries, useSeen } from './queries'

/** What I have asked about the log, and the answers; opening the page is seeing them. */
export function Inquiries() {
  const { t } = useTranslation('my')
  const when = useWhen()
  const actionWords = useActionWords()
  const query = useInquiries()
  const { mutate: see } = useSeen()
  const fresh = query.data?.some(({ answer, seen_at }) => answer !== undefined && seen_at === undefined) ?? false
  useEffect(() => {
    if (fresh) see()
  }, [fresh, see])
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  if (!query.data || query.data.length === 0) return null
  return (
    <section className="my-card" aria-labelledby="my-inquiries">
      <h2 id="my-inquiries">{t('log.inquiries')}</h2>
      <ul className="log-list">
        {query.data.map((one) => (
          <li key={one.id} className="log-entry">
            <p className="log-what">
              <b>{actionWords(one.entry_action)}</b>
              {one.answer && !one.seen_at && <Pill tone="info">{t('log.new_answer')}</Pill>}
            </p>
            <p className="quiet">
              {when.instant(one.entry_at)}
              {one.entry_by && <> · {[one.entry_by.name, one.entry_unit].filter(Boolean).join(', ')}</>}
            </p>
            <p>
              <b>{t('log.you_asked', { day: when.day(one.asked_at.slice(0, 10)) })}</b> {one.words}
            </p>
            {one.answer ? (
              <p>
                <b>{t('log.answered', { name: one.answered_by?.name ?? '', day: when.instant(one.answered_at) })}</b> {one.answer}
              </p>
            ) : (
              <p>{t('log.waiting', { day: when.day(one.due_on) })}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
