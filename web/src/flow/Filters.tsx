import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { serviceTasks } from '../admin/types'
import type { FlowTeam } from '../api/types'
import { worksOnMatters } from '../app/home'
import { useProfessional } from '../app/session'
import { Select } from '../ui/Select'
import type { FlowScope } from './queries'

/** Whose processes the address asks for, and which the viewer may ask for. */
export function useScope() {
  const { role } = useProfessional()
  const [params, setParams] = useSearchParams()
  const own = worksOnMatters(role)
  const county = role === 'team_lead' || role === 'administrator'
  const scope: FlowScope = {
    wide: county && (!own || params.get('level') === 'county'),
    team: params.get('team') ?? undefined,
    service: serviceTasks.find((one) => one === params.get('service')),
  }
  const set = (values: Record<string, string | undefined>) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value)
          else next.delete(name)
        }
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  return { scope, params, set, own, county }
}

const pages = ['/processes', '/queues', '/changes'] as const

/** The pages, and the two levels of each where one has both. Changes are measured over the county only. */
export function Tabs({ page }: { page: (typeof pages)[number] }) {
  const { t } = useTranslation(['flow', 'changes'])
  const { scope, own, county } = useScope()
  const level = (wide: boolean) => (wide && own ? '?level=county' : '')
  return (
    <>
      <nav className="flow-tabs no-print" aria-label={t('pages')}>
        {pages
          .filter((one) => county || one !== '/changes')
          .map((one) => (
            <Link key={one} to={one === '/changes' ? one : `${one}${level(scope.wide)}`} aria-current={one === page ? 'page' : undefined}>
              {t({ '/processes': 'map.title', '/queues': 'queue.title', '/changes': 'changes:title' }[one])}
            </Link>
          ))}
      </nav>
      {own && county && page !== '/changes' && (
        <nav className="flow-tabs no-print" aria-label={t('levels')}>
          <Link to={page} aria-current={scope.wide ? undefined : 'page'}>
            {t('level.team')}
          </Link>
          <Link to={`${page}?level=county`} aria-current={scope.wide ? 'page' : undefined}>
            {t('level.county')}
          </Link>
        </nav>
      )}
    </>
  )
}

export function TeamAndTask({ teams }: { teams: FlowTeam[] }) {
  const { t } = useTranslation(['flow', 'codes'])
  const { scope, set } = useScope()
  return (
    <>
      {teams.length > 1 && (
        <Select label={t('team')} value={scope.team ?? ''} onChange={(event) => set({ team: event.target.value })}>
          <option value="">{t(scope.wide ? 'team_all_county' : 'team_all')}</option>
          {teams.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
      )}
      <Select label={t('service')} value={scope.service ?? ''} onChange={(event) => set({ service: event.target.value })}>
        <option value="">{t('service_all')}</option>
        {serviceTasks.map((one) => (
          <option key={one} value={one}>
            {t(`codes:service_task.${one}`)}
          </option>
        ))}
      </Select>
    </>
  )
}
