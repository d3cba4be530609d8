import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanReliance, WholePlanPart, WholePlanThing } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'

/** Each service's plan: its part in the whole, what it relies on and what relies on it. */
export function Parts({ plans, card = 'card', beside }: { plans: WholePlanPart[]; card?: string; beside?: (thing: WholePlanThing) => ReactNode }) {
  const { t } = useTranslation(['planning', 'codes'])
  const text = useText()
  const when = useWhen()
  return (
    <section aria-labelledby="wp-parts" className="wp-section">
      <h2 id="wp-parts">{t('parts.title')}</h2>
      <div className="wp-parts">
        {plans.map((plan) => {
          const name = plan.title ?? t(`codes:service_task.${plan.service_task}`)
          return (
            <article key={plan.id} className={card} aria-label={name}>
              <div className="spread">
                <h3>{name}</h3>
                {plan.mine && <Pill tone="info">{t('parts.mine')}</Pill>}
              </div>
              <p className="quiet">
                {[plan.person?.name, plan.team, plan.from && t('parts.since', { date: when.day(plan.from) }), plan.review_on && t('parts.review', { date: when.day(plan.review_on) })]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {plan.own_words && (
                <blockquote className="wp-words">
                  <span className="quiet">{t('parts.own_words')}</span> ”{plan.own_words}”
                </blockquote>
              )}
              {plan.things.length === 0 ? <p className="quiet">{t('parts.nothing')}</p> : <Things things={plan.things} beside={beside} />}
              <Reliances title={t('parts.relies_on')} all={plan.relies_on} of={(one) => t('parts.needs', { one: text(one.of), on: named(text(one.on), one) })} />
              <Reliances title={t('parts.relied_on')} all={plan.relied_on} of={(one) => t('parts.needed', { one: named(text(one.of), one), on: text(one.on) })} />
            </article>
          )
        })}
      </div>
    </section>
  )
}

/** A thing of another plan is told with who does it. */
const named = (name: string, one: PlanReliance) => (one.across && one.who ? `${name} (${one.who})` : name)

function Reliances({ title, all, of }: { title: string; all: PlanReliance[]; of: (one: PlanReliance) => string }) {
  const text = useText()
  if (all.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ul className="wp-list">
        {all.map((one) => (
          <li key={`${one.of_id}${one.on_id}`}>
            {of(one)} <span className="quiet">{text(one.why)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Services and tasks: what, who, how often, until when, and what another room tells beside one. */
export function Things({ things, beside }: { things: WholePlanThing[]; beside?: (thing: WholePlanThing) => ReactNode }) {
  const { t } = useTranslation('planning')
  const text = useText()
  const when = useWhen()
  return (
    <ul className="wp-list">
      {things.map((thing) => (
        <li key={thing.id}>
          <b>{text(thing.name)}</b>{' '}
          {thing.who ? <span>{thing.who}</span> : <Pill tone="warning">{t('parts.nobody')}</Pill>}{' '}
          <span className="quiet">
            {[
              thing.begins_at && when.instant(thing.begins_at),
              thing.words !== text(thing.name) && thing.words,
              thing.until && t('parts.until', { date: when.day(thing.until) }),
              thing.due_on && t('parts.due', { date: when.day(thing.due_on) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>{' '}
          {beside?.(thing)}
        </li>
      ))}
    </ul>
  )
}
