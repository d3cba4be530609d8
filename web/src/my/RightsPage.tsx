import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useLanguage, useText } from '../i18n/text'
import { Copies } from '../rights/Copies'
import { CorrectionDialog } from '../rights/CorrectionDialog'
import { OwnRequests } from '../rights/OwnRequests'
import { Restrictions } from '../rights/Restrictions'
import { useAskCopy, useOwnRights, useSeen } from '../rights/queries'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import '../rights/rights.css'

/** My own data: a copy of everything, mending what is wrong, what is restricted. */
export default function RightsPage() {
  const { t } = useTranslation(['rights', 'my'])
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  usePageTitle(t('title'))
  const query = useOwnRights()
  const ask = useAskCopy()
  const { mutate: see } = useSeen()
  const [correcting, setCorrecting] = useState(false)
  const rights = query.data
  const fresh = rights?.requests.some(({ answered_at, extended_at, seen_at }) => (answered_at ?? extended_at) !== undefined && seen_at === undefined) ?? false
  useEffect(() => {
    if (fresh) see()
  }, [fresh, see])
  const making = rights?.copies.some(({ state, asked_by }) => state === 'making' && !asked_by) ?? false
  return (
    <>
      <p className="no-print">
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('title')}</h1>
        <p>{t('about')}</p>
      </header>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {rights && (
        <>
          <section className="my-card" aria-labelledby="rights-copy">
            <h2 id="rights-copy">{t('copy.title')}</h2>
            <p>{t('copy.about')}</p>
            <p className="quiet">{text(rights.kept_about)}</p>
            {making ? (
              <p role="status">{t('copy.being_made')}</p>
            ) : (
              <Button look={rights.copies.some(({ can_download }) => can_download) ? 'secondary' : 'primary'} busy={ask.isPending} onClick={() => ask.mutate(language, { onSuccess: () => announce(t('copy.begun')) })}>
                {t('copy.ask')}
              </Button>
            )}
            {ask.isError && <ProblemNote error={ask.error} />}
            {rights.copies.length > 0 && <Copies copies={rights.copies} path={(id) => `/client/rights/copies/${id}/file`} />}
          </section>
          <section className="my-card" aria-labelledby="rights-correct">
            <h2 id="rights-correct">{t('correction.heading')}</h2>
            <p>{t('correction.about')}</p>
            <p className="quiet">{text(rights.answer_about)}</p>
            <Button onClick={() => setCorrecting(true)}>{t('correction.ask')}</Button>
            {rights.requests.length > 0 && <OwnRequests requests={rights.requests} />}
          </section>
          {rights.restrictions.length > 0 && (
            <section className="my-card" aria-labelledby="rights-restricted">
              <h2 id="rights-restricted">{t('restriction.heading')}</h2>
              <p>{t('restriction.about')}</p>
              <Restrictions restrictions={rights.restrictions} />
            </section>
          )}
          <p className="quiet no-print">
            <Link to="/my/log">{t('log_link')}</Link>
          </p>
          {correcting && <CorrectionDialog kinds={rights.kinds} about={text(rights.answer_about)} onClose={() => setCorrecting(false)} />}
        </>
      )}
    </>
  )
}
