import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateActSeen, TemplatePlan } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { ActSteps } from './ActSteps'
import { EndPlan } from './EndPlan'
import { useTemplatePlans } from './queries'
import { Standing } from './Standing'
import { Start } from './Start'
import './templates.css'

/** The client's plans that began from a template, with their routine acts; and the way to begin one. */
export function ClientTemplates({ clientId }: { clientId: string }) {
  const { t } = useTranslation('templates')
  const plans = useTemplatePlans(clientId)
  const [starting, setStarting] = useState(false)
  const open = plans.data?.filter((plan) => plan.state === 'open') ?? []
  const ended = plans.data?.filter((plan) => plan.state === 'ended') ?? []
  return (
    <section className="stack" aria-label={t('client.title')}>
      {!starting && (
        <p>
          <Button onClick={() => setStarting(true)}>{t('client.start')}</Button>
        </p>
      )}
      {starting && <Start clientId={clientId} onDone={() => setStarting(false)} />}
      {plans.isPending && <Loading />}
      {plans.isError && <ProblemNote error={plans.error} />}
      {open.map((plan) => (
        <Plan key={plan.id} clientId={clientId} plan={plan} />
      ))}
      {ended.length > 0 && (
        <details className="card">
          <summary>{t('client.ended', { count: ended.length })}</summary>
          <div className="stack">
            {ended.map((plan) => (
              <Plan key={plan.id} clientId={clientId} plan={plan} />
            ))}
          </div>
        </details>
      )}
    </section>
  )
}

function Plan({ clientId, plan }: { clientId: string; plan: TemplatePlan }) {
  const { t } = useTranslation('templates')
  const text = useText()
  const language = useLanguage()
  const [ending, setEnding] = useState(false)
  const open = plan.state === 'open'
  const now = plan.acts.filter((act) => act.late || act.soon)
  const rest = plan.acts.filter((act) => !act.late && !act.soon)
  const day = (date: string) => longDate(date, language)
  return (
    <article className="card stack" aria-label={t('client.acts_of', { plan: text(plan.name) })}>
      <div className="spread">
        <h3>{t('client.acts_of', { plan: text(plan.name) })}</h3>
        {open && (
          <Button size="small" onClick={() => setEnding(true)}>
            {t('end.button')}
          </Button>
        )}
      </div>
      <p className="quiet">
        {t('client.made_of', { version: plan.template_version })}
        {plan.variant && ` · ${text(plan.variant)}`} · {t(`anchor.${plan.anchor}`)} {day(plan.anchor_on)}
        {plan.team && ` · ${plan.team}`}
        {plan.responsible && ` · ${plan.responsible.name}`}
        {plan.ended_on && ` · ${t(`end.how.${plan.end_reason ?? 'finished'}`)} ${day(plan.ended_on)}`}
      </p>
      {open && plan.older && <p className="note">{t('client.older')}</p>}
      {plan.reminders.map((words) => (
        <p key={words.fi} className="note note-warning">
          {text(words)}
        </p>
      ))}
      {open && <h4>{t('client.now')}</h4>}
      {open && (now.length > 0 ? <Acts clientId={clientId} acts={now} open /> : <p className="quiet">{t('client.none_now')}</p>)}
      {rest.length > 0 && (
        <details>
          <summary>{t('client.rest', { count: rest.length })}</summary>
          <Acts clientId={clientId} acts={rest} open={open} />
        </details>
      )}
      {ending && <EndPlan clientId={clientId} plan={plan} onClose={() => setEnding(false)} />}
    </article>
  )
}

/** Codes of why a request did not make itself. */
const untold = ['kind_gone', 'team_gone', 'own_team', 'not_agreed'] as const

function Acts({ clientId, acts, open }: { clientId: string; acts: TemplateActSeen[]; open: boolean }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const reason = (act: TemplateActSeen) => {
    const code = untold.find((one) => act.state === 'open' && one === act.reason)
    return code ? t(`untold.${code}`) : act.reason
  }
  return (
    <ul className="plain-list tpl-acts">
      {acts.map((act) => (
        <li key={act.id} className="spread">
          <span>
            <strong>{act.name}</strong> <span className="quiet">{t(`kind.${act.kind}`)}</span>
            <br />
            <span className="quiet">
              {t('by_day', { date: longDate(act.due_on, language) })}
              {act.done_on && ` · ${t('done_on', { date: longDate(act.done_on, language) })}`}
              {act.by && ` · ${act.by.name}`}
              {act.found_item && ` · ${t(act.found_item === 'measurement' ? 'found.measurement' : 'found.service_request')}`}
              {act.reason && ` · ${reason(act)}`}
            </span>
          </span>
          <span className="row tpl-steps">
            <Standing act={act} />
            {open && <ActSteps clientId={clientId} act={act} />}
          </span>
        </li>
      ))}
    </ul>
  )
}
