import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Household, HouseholdMember } from '../../api/types'
import { Pill } from '../../ui/Pill'
import { Code } from '../parts/Code'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { useHousehold } from '../queries'
import { useWhen } from '../when'

/** Who lives here, the rest of the family, custody, and what is open of whom as far as one's own rights reach. */
export default function FamilyPage({ clientId }: { clientId: string }) {
  const query = useHousehold(clientId)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  return <Family household={query.data} />
}

function Family({ household }: { household: Household }) {
  const { t } = useTranslation('client')
  const here = household.members.filter((one) => one.lives_here === true)
  const others = household.members.filter((one) => one.lives_here !== true)
  return (
    <div className="cl-page">
      <div className="grid-2">
        <section className="card" aria-labelledby="home-title">
          <h2 id="home-title">{t('family.home')}</h2>
          {household.address_hidden ? (
            <div className="note note-warning">
              <p className="note-title">{t('family.hidden')}</p>
              <p>{t('family.hidden_text')}</p>
            </div>
          ) : (
            here.length === 0 && <p className="quiet">{t('family.nobody_here')}</p>
          )}
          <Members members={here} />
        </section>
        <section className="card" aria-labelledby="kin-title">
          <h2 id="kin-title">{household.address_hidden ? t('family.kin') : t('family.elsewhere')}</h2>
          {others.length === 0 && <p className="quiet">{t('family.nobody_elsewhere')}</p>}
          <Members members={others} />
        </section>
      </div>
      <p className="quiet">{t('family.note')}</p>
      <p>
        <Link to="../people">{t('family.to_people')}</Link>
      </p>
    </div>
  )
}

function Members({ members }: { members: HouseholdMember[] }) {
  if (members.length === 0) return null
  return (
    <ul className="row-list">
      {members.map((one, index) => (
        <Member key={one.client_id ?? `${one.name}${index}`} one={one} />
      ))}
    </ul>
  )
}

function Member({ one }: { one: HouseholdMember }) {
  const { t } = useTranslation('client')
  const name = one.card?.name ?? one.name
  return (
    <li>
      <div className="family-one">
        <p>
          {one.card ? <Link to={`/clients/${one.card.id}`}>{name}</Link> : <b>{name}</b>}{' '}
          <span className="quiet">
            {one.card?.age !== undefined && `${t('head.age', { count: one.card.age })} · `}
            {one.roles.map((role, index) => (
              <span key={role}>
                {index > 0 && ', '}
                <Code group="close_role" code={role} />
              </span>
            ))}
          </span>
        </p>
        <p className="row">
          {one.custody && <Pill tone="info">{t(`family.custody.${one.custody}`)}</Pill>}
          {one.official && <Pill>{t('people.official')}</Pill>}
          {one.card?.protected && <Pill tone="warning">{t('head.protected')}</Pill>}
          {one.phone && <a href={`tel:${one.phone.replace(/\s/g, '')}`}>{one.phone}</a>}
        </p>
        {one.open && <Open open={one.open} />}
      </div>
    </li>
  )
}

function Open({ open }: { open: NonNullable<HouseholdMember['open']> }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  if (open.matters.length === 0 && open.customerships.length === 0) return <p className="quiet">{t('family.nothing_open')}</p>
  return (
    <ul className="family-open">
      {open.matters.map((matter) => (
        <li key={matter.id}>
          <Link to={`/matters/${matter.id}`}>
            {t(`codes:situation.${matter.situation}`)} {matter.number}
          </Link>
          <span className="quiet"> {[t(`codes:lane.${matter.lane}`), matter.handler?.name ?? matter.team].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
      {open.customerships.map((one) => (
        <li key={one.id}>
          {t('family.customership', { task: t(`codes:service_task.${one.service_task}`) })}
          <span className="quiet"> {[t('since', { date: when.day(one.opened_on) }), one.responsible_worker?.name].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  )
}
