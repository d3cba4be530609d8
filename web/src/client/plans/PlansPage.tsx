import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Summary } from '../../api/types'
import { useText } from '../../i18n/text'
import { Code } from '../parts/Code'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { Openable, OpenProvider, type Opened } from '../picture/opening'
import { Original } from '../picture/Original'
import { Progress } from '../picture/Plans'
import { useSummary } from '../queries'
import { useWhen } from '../when'
import { Button } from '../../ui/Button'
import { PartMark } from '../../quality/QualityMark'
import { ClientTemplates } from '../../templates/ClientTemplates'
import { FollowUp } from './FollowUp'
import '../picture/picture.css'

type Plan = Summary['plans'][number]

/** Every plan as a whole: goals, and who does what, how often and until when. */
export default function PlansPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('client')
  const query = useSummary(clientId)
  const [opened, setOpened] = useState<Opened>()
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  return (
    <OpenProvider value={setOpened}>
      <div className="cl-page">
        <h2 className="sr-only">{t('tabs.plans')}</h2>
        {query.data.plans.length === 0 && (
          <div className="card">
            <p>{t('plans.empty')}</p>
            <p className="quiet">{t('plans.empty_help')}</p>
          </div>
        )}
        <ClientTemplates clientId={clientId} />
        <PartMark parts={query.data.quality} section="plans" />
        {query.data.plans.map((plan) => (
          <PlanCard key={plan.id} plan={plan} clientId={clientId} />
        ))}
      </div>
      {opened && <Original clientId={clientId} opened={opened} onClose={() => setOpened(undefined)} />}
    </OpenProvider>
  )
}

function PlanCard({ plan, clientId }: { plan: Plan; clientId: string }) {
  const [following, setFollowing] = useState<Plan['goals'][number]>()
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  const title = text(plan.title)
  return (
    <article className="card" aria-label={title}>
      <div className="head-row">
        <h3>{title}</h3>
        <span className="quiet">
          <Code group="status" code={plan.status} />
          {' · '}
          {plan.source === 'record' ? t('plans.from_record') : t('plans.from_punos')}
          {plan.ref.openable && (
            <>
              {' · '}
              <Openable item={plan.ref} title={title}>
                {t('plans.open_original')}
              </Openable>
            </>
          )}
        </span>
      </div>
      <h4>{t('plans.goals')}</h4>
      {plan.goals.length === 0 ? (
        <p className="quiet">{t('plans.no_goals')}</p>
      ) : (
        <ul className="pic-goals">
          {plan.goals.map((goal, index) => (
            <li key={index}>
              <span className={plan.source === 'punos' ? 'pic-quote' : undefined}>{plan.source === 'punos' ? `”${goal.text}”` : goal.text}</span>
              <Progress value={goal.progress} status={goal.status} name={goal.text} />
              {goal.id && (
                <span className="pic-follow">
                  <span className="quiet">{goal.followed_on ? t('plans.follow.on', { date: when.day(goal.followed_on) }) : t('plans.follow.never')}</span>
                  <Button size="small" look="plain" aria-label={t('plans.follow.of', { goal: goal.text })} onClick={() => setFollowing(goal)}>
                    {t('plans.follow.button')}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {following && <FollowUp clientId={clientId} goal={following} onClose={() => setFollowing(undefined)} />}
      {plan.services.length > 0 && (
        <>
          <h4>{t('plans.services')}</h4>
          <div className="scroll-x" role="group" aria-label={t('plans.services')} tabIndex={0}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('plans.what')}</th>
                  <th scope="col">{t('plans.who')}</th>
                  <th scope="col">{t('plans.how_often')}</th>
                  <th scope="col">{t('plans.time')}</th>
                </tr>
              </thead>
              <tbody>
                {plan.services.map((service, index) => (
                  <tr key={index}>
                    <td>{text(service.what)}</td>
                    <td>{service.who ?? <span className="quiet">–</span>}</td>
                    <td>{service.how_often ?? <span className="quiet">–</span>}</td>
                    <td className="num">{service.from || service.to ? `${when.day(service.from)}–${when.day(service.to)}` : <span className="quiet">–</span>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </article>
  )
}
