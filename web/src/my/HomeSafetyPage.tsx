import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { Emergency } from '../homesafety/Emergency'
import '../homesafety/homesafety.css'
import { Notices } from '../homesafety/Notices'
import { useOwnHomeSafety } from '../homesafety/queries'
import { RiskFacts, RiskPills, useRiskName } from '../homesafety/RiskWords'

/** How safe my home is: what was looked at, what is mended by whom, and what the rescue authority was told. */
export default function HomeSafetyPage() {
  const { t } = useTranslation(['homesafety', 'my'])
  const when = useWhen()
  const name = useRiskName()
  const query = useOwnHomeSafety()
  usePageTitle(t('own.title'))
  const seen = query.data
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
      {seen && (
        <div className="hs">
          <Emergency text={seen.emergency} />
          <section className="my-card" aria-labelledby="my-risks">
            <h2 id="my-risks">{t('own.risks')}</h2>
            {seen.risks.length === 0 && <p>{t('own.no_risks')}</p>}
            <ul className="hs-list">
              {seen.risks.map((risk) => (
                <li key={risk.id}>
                  <h3>{name(risk)}</h3>
                  <RiskPills risk={risk} />
                  <RiskFacts risk={risk} />
                </li>
              ))}
            </ul>
          </section>
          {seen.notices.length > 0 && <p className="note note-info">{t('own.notified')}</p>}
          <Notices notices={seen.notices} card="my-card" />
          <section className="my-card" aria-labelledby="my-assessments">
            <h2 id="my-assessments">{t('own.assessments')}</h2>
            {seen.assessments.length === 0 && <p>{t('own.no_assessments')}</p>}
            <ul className="hs-list">
              {seen.assessments.map((one) => (
                <li key={one.id}>
                  <h3>{when.instant(one.finished_at)}</h3>
                  <p>{t('own.counted', { fine: one.fine, risks: one.risks })}</p>
                  {one.own_view && (
                    <p>
                      <b>{t('own.view')}:</b> {one.own_view}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </>
  )
}
