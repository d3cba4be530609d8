import { useTranslation } from 'react-i18next'
import type { WholeGoal, WholeOwnGoal } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'

/** The goals in the middle of the plan: each once, with who carries it. */
export function Goals({ goals, own, card = 'card' }: { goals: WholeGoal[]; own: WholeOwnGoal[]; card?: string }) {
  const { t } = useTranslation(['planning', 'functioning'])
  const text = useText()
  const when = useWhen()
  return (
    <section className={card} aria-labelledby="wp-goals">
      <h2 id="wp-goals">{t('goals.title')}</h2>
      {goals.length === 0 && own.length === 0 && <p className="quiet">{t('goals.none')}</p>}
      {own.length > 0 && (
        <>
          <h3>{t('goals.own')}</h3>
          <ul className="wp-goals">
            {own.map((goal) => (
              <li key={goal.id} className="wp-own">
                <b>”{goal.words}”</b>
                {goal.set_on && <span className="quiet"> {t('goals.set_on', { date: when.day(goal.set_on) })}</span>}
                {goal.going && <Pill tone={goal.going === 'closer' ? 'success' : goal.going === 'farther' ? 'warning' : 'neutral'}>{t(`functioning:goal.going.${goal.going}`)}</Pill>}
              </li>
            ))}
          </ul>
        </>
      )}
      {goals.length > 0 && (
        <>
          {own.length > 0 && <h3>{t('goals.planned')}</h3>}
          <ul className="wp-goals">
            {goals.map((goal) => (
              <li key={goal.carriers[0]?.goal_id ?? goal.words}>
                <b>{goal.words}</b> {goal.carriers.length > 1 && <Pill tone={goal.shared ? 'success' : 'warning'}>{t(goal.shared ? 'goals.shared' : 'goals.several')}</Pill>}
                <p className="quiet">
                  {t('goals.carried_by', { who: goal.carriers.map((carrier) => text(carrier.name)).join(', ') })}
                  {' · '}
                  {goal.measure ? t('goals.measure', { measure: goal.measure }) : t('goals.no_measure')}
                  {goal.due_on && ` · ${t('goals.due', { date: when.day(goal.due_on) })}`}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
