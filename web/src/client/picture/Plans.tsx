import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Summary } from '../../api/types'
import { useText } from '../../i18n/text'
import { PartMark } from '../../quality/QualityMark'
import { Card } from './Card'
import { Code } from '../parts/Code'
import { Openable } from './opening'

type Plan = Summary['plans'][number]

/** The plans' goals in the client's words; the rest of each plan is a tab away. */
export function Plans({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  const { plans } = summary
  const own = plans.filter((plan) => plan.source === 'punos')
  const shown = (own.length > 0 ? own : plans).slice(0, 2)
  return (
    <Card title={t('plans.title')} aside={plans.length > 0 ? <Link to="plans">{t('plans.all', { count: plans.length })}</Link> : undefined}>
      {plans.length === 0 ? <p className="quiet">{t('plans.empty')}</p> : shown.map((plan) => <Goals key={plan.id} plan={plan} />)}
      <PartMark parts={summary.quality} section="plans" />
    </Card>
  )
}

const FIRST_GOALS = 4
const FIRST_SERVICES = 4

function Goals({ plan }: { plan: Plan }) {
  const { t } = useTranslation('client')
  const text = useText()
  return (
    <div className="pic-plan">
      <p>
        <Openable item={plan.ref} title={text(plan.title)} className="pic-strong" />
        <span className="quiet">
          {' · '}
          <Code group="status" code={plan.status} />
          {plan.source === 'record' ? ` · ${t('plans.from_record')}` : ''}
        </span>
      </p>
      {plan.goals.length === 0 && <p className="quiet">{t('plans.no_goals')}</p>}
      <ul className="pic-goals">
        {plan.goals.slice(0, FIRST_GOALS).map((goal, index) => (
          <li key={index}>
            <span className={plan.source === 'punos' ? 'pic-quote' : undefined}>{plan.source === 'punos' ? `”${goal.text}”` : goal.text}</span>
            <Progress value={goal.progress} status={goal.status} name={goal.text} />
          </li>
        ))}
      </ul>
      {plan.services.length > 0 && (
        <ul className="pic-rows">
          {plan.services.slice(0, FIRST_SERVICES).map((service, index) => (
            <li key={index}>
              <span>{text(service.what)}</span>
              <span className="pic-detail">{[service.who, service.how_often].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
      {plan.goals.length > FIRST_GOALS && <Link to="plans">{t('plans.more_goals', { count: plan.goals.length - FIRST_GOALS })}</Link>}
    </div>
  )
}

/** How far a goal is, in percent, or its state in words when nobody has measured. */
export function Progress({ value, status, name }: { value?: number; status: string; name: string }) {
  const { t } = useTranslation('client')
  if (value === undefined) {
    return (
      <span className="quiet">
        <Code group="goal_status" code={status} />
      </span>
    )
  }
  const percent = Math.min(100, Math.max(0, Math.round(value)))
  return (
    <span className="pic-progress" role="img" aria-label={t('plans.progress', { name, percent })}>
      <span className="pic-bar">
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="num">{percent} %</span>
    </span>
  )
}
