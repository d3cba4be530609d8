import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { TemplateFigures, TemplateList, TemplatePlanRow, TemplateSeen } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { longDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { useTemplates, useVersionPlans } from './queries'
import { Tabs } from './Tabs'
import './templates.css'

/** The templates with their versions, and how well each works. */
export function Component() {
  const { t } = useTranslation('templates')
  usePageTitle(t('list.title'))
  const { role } = useProfessional()
  const [params] = useSearchParams()
  const own = worksOnMatters(role)
  const both = own && role === 'team_lead'
  const county = !own || (both && params.get('level') === 'county')
  const list = useTemplates(county)
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div>
        <h1>{t('list.title')}</h1>
        <p className="quiet">
          {t('list.lead')} {(role === 'team_lead' || role === 'administrator') && <Link to="/rules/templates">{t('list.rules')}</Link>}
        </p>
      </div>
      <Tabs page="/templates" />
      {both && (
        <nav className="tpl-tabs no-print" aria-label={t('list.levels')}>
          <Link to="/templates" aria-current={county ? undefined : 'page'}>
            {t('list.level.team')}
          </Link>
          <Link to="/templates?level=county" aria-current={county ? 'page' : undefined}>
            {t('list.level.county')}
          </Link>
        </nav>
      )}
      {list.isPending && <Loading />}
      {list.isError && (
        <>
          <ProblemNote error={list.error} />
          <p>
            <Button onClick={() => void list.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {list.data && <p className="quiet">{t(county ? 'list.few_county' : 'list.few', { least: list.data.least, days: list.data.grace_days })}</p>}
      {list.data?.templates.length === 0 && <div className="card empty">{t('list.none')}</div>}
      {list.data?.templates.map((one) => (
        <Template key={one.code} template={one} list={list.data} county={county} />
      ))}
    </main>
  )
}

function Template({ template, list, county }: { template: TemplateSeen; list: TemplateList; county: boolean }) {
  const { t } = useTranslation(['templates', 'codes'])
  const text = useText()
  const [behind, setBehind] = useState<number>()
  return (
    <article className="card stack" aria-label={text(template.name)}>
      <div className="spread">
        <h2 className="tpl-act-name">{text(template.name)}</h2>
        {template.gone && <Pill>{t('list.gone')}</Pill>}
      </div>
      <p>{text(template.about)}</p>
      <p className="quiet">
        {text(template.care_model)} · {template.tasks.map((task) => t(`codes:service_task.${task}`)).join(', ')}
        {template.law && ` · ${template.law} (${t(`mark.${template.mark}`)})`}
      </p>
      <div className="scroll-x" role="region" aria-label={t('list.versions_of', { name: text(template.name) })} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('list.version')}</th>
              <th scope="col">{t('list.plans')}</th>
              <th scope="col">{t('list.open')}</th>
              <th scope="col">{t('list.in_time')}</th>
              <th scope="col">{t('list.reached')}</th>
              <th scope="col">{t('list.median')}</th>
            </tr>
          </thead>
          <tbody>
            {template.versions.map((version) => (
              <Version key={version.version} version={version} least={list.least} onOpen={!county && (version.plans ?? 0) > 0 ? () => setBehind(version.version) : undefined} />
            ))}
          </tbody>
        </table>
      </div>
      {behind !== undefined && <Plans template={template} version={behind} onClose={() => setBehind(undefined)} />}
    </article>
  )
}

function Version({ version, least, onOpen }: { version: TemplateFigures; least: number; onOpen?: () => void }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const few = <span className="quiet">{t('list.too_few', { least })}</span>
  const share = (value: number | undefined) => (value === undefined ? few : t('list.percent', { value }))
  return (
    <tr>
      <th scope="row">
        {t('list.version_of', { version: version.version })}
        <br />
        <span className="quiet">
          {version.from && t('list.from', { date: longDate(version.from, language) })} {version.in_force && t('list.in_force')}
        </span>
      </th>
      <td className="num">
        {version.plans === undefined ? (
          few
        ) : onOpen ? (
          <Button look="plain" size="small" aria-label={t('list.open_plans', { count: version.plans, version: version.version })} onClick={onOpen}>
            {version.plans}
          </Button>
        ) : (
          version.plans
        )}
      </td>
      <td className="num">{version.open === undefined ? few : version.open}</td>
      <td className="num">{share(version.in_time)}</td>
      <td className="num">{share(version.reached)}</td>
      <td className="num">{version.median_days === undefined ? few : t('list.days', { count: version.median_days })}</td>
    </tr>
  )
}

/** The plans of one's own teams that follow a version. */
function Plans({ template, version, onClose }: { template: TemplateSeen; version: number; onClose: () => void }) {
  const { t } = useTranslation('templates')
  const text = useText()
  const list = useVersionPlans(template.code, version)
  return (
    <Dialog title={t('list.behind', { name: text(template.name), version })} onClose={onClose} wide cancel={t('close')}>
      <PagedList list={list} empty={t('list.behind_none')} more={t('more')} row={(row) => <Row row={row} />} />
    </Dialog>
  )
}

function Row({ row }: { row: TemplatePlanRow }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  return (
    <li className="spread">
      <span>
        {row.client ? <Link to={`/clients/${row.client.id}/plans`}>{row.client.name}</Link> : t('acts.unnamed')}{' '}
        <span className="quiet">
          {longDate(row.started_on, language)}
          {row.ended_on && `–${longDate(row.ended_on, language)}`}
        </span>
      </span>
      {row.late > 0 ? <Pill tone="danger">{t('list.late', { count: row.late })}</Pill> : <Pill>{t(`plan.${row.state}`)}</Pill>}
    </li>
  )
}
