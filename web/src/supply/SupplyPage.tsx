import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../api/client'
import type { SupplyGroup, SupplyKind, SupplyQuery, SupplyWhich } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { Tabs } from '../templates/Tabs'
import '../templates/templates.css'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { PagedList } from '../ui/PagedList'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { Select } from '../ui/Select'
import { Deviation } from './Deviation'
import { useCountySupply, useTeamSupply } from './queries'

const kinds: SupplyKind[] = ['no_place', 'late_start', 'service_ended', 'provider_closed', 'no_staff']
const whiches: SupplyWhich[] = ['open', 'handled']

/** Where what was planned and what there is go apart: of one's own teams' plans, or summed for the organiser. */
export function Component() {
  const { t } = useTranslation('supply')
  usePageTitle(t('title'))
  const { role } = useProfessional()
  const [params] = useSearchParams()
  const own = worksOnMatters(role)
  const both = role === 'team_lead'
  const county = !own || (both && params.get('level') === 'county')
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div>
        <h1>{t('title')}</h1>
        <p className="quiet">
          {t('lead')} {(both || !own) && <Link to="/rules/supply">{t('rules')}</Link>}
        </p>
      </div>
      <Tabs page="/supply" />
      {both && (
        <nav className="tpl-tabs no-print" aria-label={t('levels')}>
          <Link to="/supply" aria-current={county ? undefined : 'page'}>
            {t('level.team')}
          </Link>
          <Link to="/supply?level=county" aria-current={county ? 'page' : undefined}>
            {t('level.county')}
          </Link>
        </nav>
      )}
      {county ? <County /> : <Own />}
    </main>
  )
}

function Own() {
  const { t } = useTranslation('supply')
  const text = useText()
  const language = useLanguage()
  const [params, setParams] = useSearchParams()
  const asked: SupplyQuery = {
    kind: kinds.find((one) => one === params.get('kind')),
    service: params.get('service') ?? undefined,
    team_id: params.get('team') ?? undefined,
    which: whiches.find((one) => one === params.get('which')) ?? 'open',
  }
  const list = useTeamSupply(asked, true)
  const first = list.data?.pages[0]
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  const take = useMutation({
    mutationFn: () => api.blob('/staff/supply/export.csv', { method: 'POST', body: asked, query: { lang: language } }),
    onSuccess: (blob) => saveFile(blob, t('file')),
  })
  const services = new Map(first?.groups.map((one) => [one.service_code, text(one.service)]))
  const teams = new Map(first?.groups.flatMap(({ team_id, team }) => (team_id && team ? [[team_id, team] as const] : [])))
  const narrowed = Boolean(asked.kind ?? asked.service ?? asked.team_id)
  return (
    <>
      <search className="sup-filters no-print" aria-label={t('filter')}>
        <Choice label={t('which_label')} value={asked.which ?? 'open'} onChange={(value) => set('which', value === 'open' ? '' : value)} all={whiches.map((one) => [one, t(`which.${one}`)])} />
        <Choice label={t('kind_label')} value={asked.kind ?? ''} onChange={(value) => set('kind', value)} all={[['', t('any')], ...kinds.map((one): [string, string] => [one, t(`kind.${one}`)])]} />
        <Choice label={t('service_label')} value={asked.service ?? ''} onChange={(value) => set('service', value)} all={[['', t('any')], ...services]} />
        {teams.size > 1 && <Choice label={t('team_label')} value={asked.team_id ?? ''} onChange={(value) => set('team', value)} all={[['', t('any')], ...teams]} />}
        <Button busy={take.isPending} onClick={() => take.mutate()}>
          {t('export')}
        </Button>
      </search>
      {take.isError && <ProblemNote error={take.error} />}
      {first && (
        <p role="status" className="quiet">
          {t('figures', { count: first.groups.reduce((sum, { n }) => sum + (n ?? 0), 0) })} {t('ahead', { days: first.ahead_days })}
        </p>
      )}
      <PagedList list={list} empty={t(narrowed ? 'none_such' : `none.${asked.which ?? 'open'}`)} more={t('more')} row={(one) => <Deviation one={one} clientId={one.client?.id} named />} />
    </>
  )
}

function Choice({ label, value, onChange, all }: { label: string; value: string; onChange: (value: string) => void; all: (readonly [string, string])[] }) {
  return (
    <Select label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {all.map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  )
}

/** How many there are of each kind and service over the county: nobody is named, and what is too few is not told. */
function County() {
  const { t } = useTranslation('supply')
  const found = useCountySupply(true)
  if (found.isPending) return <Loading />
  if (found.isError)
    return (
      <>
        <ProblemNote error={found.error} />
        <p>
          <Button onClick={() => void found.refetch()}>{t('common:try_again')}</Button>
        </p>
      </>
    )
  const { groups, least, ahead_days } = found.data
  if (groups.length === 0) return <div className="card empty">{t('none.open')}</div>
  return (
    <>
      <p className="quiet">
        {t('few', { least })} {t('ahead', { days: ahead_days })}
      </p>
      <div className="sup-kinds">
        {kinds.map((kind) => {
          const those = groups.filter((one) => one.kind === kind)
          return those.length > 0 && <Kind key={kind} kind={kind} groups={those} least={least} />
        })}
      </div>
    </>
  )
}

function Kind({ kind, groups, least }: { kind: SupplyKind; groups: SupplyGroup[]; least: number }) {
  const { t } = useTranslation('supply')
  const text = useText()
  return (
    <section className="card" aria-labelledby={`sup-${kind}`}>
      <h2 id={`sup-${kind}`}>{t(`kind.${kind}`)}</h2>
      <ul className="plain-list sup-groups">
        {groups.map((one) => (
          <li key={one.service_code} className="spread">
            <span>{text(one.service)}</span>
            <b className="num">{one.n ?? t('under', { least })}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
