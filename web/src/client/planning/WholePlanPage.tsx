import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { FindingCard } from '../../planning/FindingCard'
import { Goals } from '../../planning/Goals'
import { Parts, Things } from '../../planning/Parts'
import '../../planning/planning.css'
import { useWholePlan } from '../../planning/queries'
import { MayHold } from '../../story/MayHold'
import { BesideService, ClientSupply } from '../../supply/ClientSupply'
import { Button } from '../../ui/Button'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'

/** The client's whole plan on one page: what does not fit together first, the goals, and each service's part. */
export default function WholePlanPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('planning')
  const query = useWholePlan(clientId)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const whole = query.data
  const now = whole.findings.filter((one) => !one.passed)
  const passed = whole.findings.filter((one) => one.passed)
  // What is only to be completed waits for the plan's next review, unless somebody has brought it up.
  const later = now.filter((one) => one.severity === 'mend' && !one.talk)
  const first = now.filter((one) => !later.includes(one))
  return (
    <div className="cl-page wp">
      <div className="spread">
        <h2>{t('title')}</h2>
        <span className="no-print wp-actions">
          <Link to={`/clients/${clientId}/plans`}>{t('to_plans')}</Link>
          <Button size="small" onClick={() => window.print()}>
            {t('print')}
          </Button>
        </span>
      </div>
      {whole.plans.length === 0 && (
        <section className="card" aria-labelledby="wp-empty">
          <h2 id="wp-empty">{t('empty')}</h2>
          <p>{t('empty_about')}</p>
        </section>
      )}
      {(whole.plans.length > 0 || now.length > 0) && (
        <section className="card" aria-labelledby="wp-findings">
          <h2 id="wp-findings">{now.length > 0 ? t('findings', { count: now.length }) : t('no_findings')}</h2>
          {now.length === 0 && <p className="quiet">{t('no_findings_about')}</p>}
          <ul className="wp-findings">
            {first.map((finding) => (
              <FindingCard key={finding.key} clientId={clientId} finding={finding} />
            ))}
          </ul>
          {later.length > 0 && (
            <details className="wp-later">
              <summary>{t('later', { count: later.length })}</summary>
              <ul className="wp-findings">
                {later.map((finding) => (
                  <FindingCard key={finding.key} clientId={clientId} finding={finding} />
                ))}
              </ul>
            </details>
          )}
        </section>
      )}
      {whole.plans.length > 0 && <ClientSupply clientId={clientId} />}
      <Goals goals={whole.goals} own={whole.own_goals} />
      {whole.plans.length > 0 && <Parts plans={whole.plans} beside={(thing) => <BesideService clientId={clientId} serviceId={thing.id} />} />}
      {whole.tasks.length > 0 && (
        <section className="card" aria-labelledby="wp-tasks">
          <h2 id="wp-tasks">{t('tasks')}</h2>
          <Things things={whole.tasks} />
        </section>
      )}
      {whole.times.length > 0 && (
        <section className="card" aria-labelledby="wp-times">
          <h2 id="wp-times">{t('times')}</h2>
          <Things things={whole.times} />
        </section>
      )}
      {passed.length > 0 && (
        <section className="card no-print" aria-labelledby="wp-passed">
          <h2 id="wp-passed">{t('passed')}</h2>
          <ul className="wp-findings">
            {passed.map((finding) => (
              <FindingCard key={finding.key} clientId={clientId} finding={finding} />
            ))}
          </ul>
        </section>
      )}
      {whole.others_may_hold && <MayHold client={clientId} open={whole.registers_open} />}
    </div>
  )
}
