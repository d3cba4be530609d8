import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { TemplateActDue, TemplateWhich } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { Select } from '../ui/Select'
import { ActSteps } from './ActSteps'
import { Standing } from './Standing'
import { useTeamActs } from './queries'
import { Tabs } from './Tabs'
import './templates.css'

const whiches: TemplateWhich[] = ['due', 'late', 'open']

/** The routine acts of one's own teams' plans whose day is near or has passed. */
export function Component() {
  const { t } = useTranslation('templates')
  usePageTitle(t('acts.title'))
  const [params, setParams] = useSearchParams()
  const which = whiches.find((one) => one === params.get('which')) ?? 'due'
  const list = useTeamActs(which)
  const first = list.data?.pages[0]
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div>
        <h1>{t('acts.title')}</h1>
        <p className="quiet">{t('acts.lead')}</p>
      </div>
      <Tabs page="/templates/acts" />
      <div className="tpl-filter">
        <Select label={t('acts.which')} value={which} onChange={(event) => setParams(event.target.value === 'due' ? {} : { which: event.target.value }, { replace: true })}>
          {whiches.map((one) => (
            <option key={one} value={one}>
              {t(`which.${one}`)}
            </option>
          ))}
        </Select>
      </div>
      {first && (
        <p className="quiet" role="status">
          {t('acts.figures', { due: first.due, late: first.late })}
        </p>
      )}
      <PagedList list={list} empty={t('acts.none')} more={t('more')} row={(one) => <Row one={one} />} />
    </main>
  )
}

function Row({ one }: { one: TemplateActDue }) {
  const { t } = useTranslation('templates')
  const text = useText()
  const language = useLanguage()
  const { act, client } = one
  return (
    <li className="card" aria-label={t('acts.of', { act: act.name, client: client?.name ?? '' })}>
      <div className="spread">
        <h2 className="tpl-act-name">
          {client ? <Link to={`/clients/${client.id}/plans`}>{client.name}</Link> : t('acts.unnamed')}
        </h2>
        <Standing act={act} />
      </div>
      <p>
        {act.name} <span className="quiet">{t(`kind.${act.kind}`)}</span>
      </p>
      <div className="spread">
        <span className="quiet">
          {t('by_day', { date: longDate(act.due_on, language) })} · {text(one.plan)}
          {one.responsible && ` · ${one.responsible.name}`}
        </span>
        {client && <ActSteps clientId={client.id} act={act} />}
      </div>
    </li>
  )
}
