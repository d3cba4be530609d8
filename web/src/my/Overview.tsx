import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useActing } from '../acting/queries'
import { OwnAlerts } from '../alerts/OwnAlerts'
import { usePageTitle } from '../app/page'
import { useSession } from '../app/session'
import type { ClientMatter } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { ComingList } from '../experience/ComingList'
import { OwnLink } from '../consultation/OwnLink'
import { FeedbackCard } from '../experience/FeedbackCard'
import { useText } from '../i18n/text'
import { OwnServiceRequests } from '../requests/OwnServiceRequests'
import { Pill } from '../ui/Pill'
import { Appointments } from './Appointments'
import { Next } from './Next'
import { useOverview } from './queries'
import { Stages } from './Stages'

/** The first page: my matters, who looks after me, and how to begin something new. */
export function Overview() {
  const { t } = useTranslation(['my', 'will', 'rights', 'selfdirection', 'mandate', 'functioning', 'homesafety', 'story', 'planning', 'prediction'])
  const { session } = useSession()
  const now = useActing().data?.now
  /** Whether whoever acts for another is let do this; for oneself all is. */
  const opens = (group: string) => !now || now.opens.includes(group)
  const [params] = useSearchParams()
  const query = useOverview(opens('matters'))
  usePageTitle(t('title'))
  const name = now?.given_name ?? query.data?.given_name ?? session.client?.given_name ?? ''
  const matters = query.data?.matters ?? []
  const open = matters.filter(({ state }) => state !== 'closed')
  const closed = matters.filter(({ state }) => state === 'closed')
  return (
    <>
      <header className="my-hello">
        {params.get('acting') === 'over' && (
          <p className="note note-warning" role="status">
            {t('mandate:over')}
          </p>
        )}
        <h1>{now ? t('mandate:hello', { name: now.name }) : t('hello', { name })}</h1>
        {query.data && <p className="quiet">{open.length === 0 ? t('nothing_open') : t('open_matters', { count: open.length })}</p>}
        {query.data && query.data.messages_unread > 0 && open.length > 1 && <Pill tone="info">{t('unread', { count: query.data.messages_unread })}</Pill>}
      </header>
      {opens('matters') && query.isPending && <Skeleton lines={8} tall />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {!now && query.data && <FeedbackCard />}
      {!now && query.data && <ComingList matters={matters} />}
      {opens('appointments') && <Appointments />}
      <OwnAlerts shown={!now} />
      <OwnServiceRequests shown={opens('requests')} />
      <OwnLink shown={opens('requests')} />
      {open.map((matter) => (
        <MatterCard key={matter.id} matter={matter} />
      ))}
      {query.data && query.data.customerships.length > 0 && (
        <section className="my-card" aria-labelledby="my-cs">
          <h2 id="my-cs">{t('who_cares')}</h2>
          <ul className="my-list">
            {query.data.customerships
              .filter(({ state }) => state === 'open')
              .map((customership) => (
                <li key={customership.id}>
                  <span>{t(`codes:service_task.${customership.service_task}`)}</span>
                  <b>{(customership.contact_person ?? customership.responsible_worker).name}</b>
                  <span className="quiet">{customership.team.name}</span>
                </li>
              ))}
          </ul>
        </section>
      )}
      {opens('start') && (
        <section className="my-card" aria-labelledby="my-new">
          <h2 id="my-new">{t('start')}</h2>
          <ul className="my-starts">
            {(['contact', 'application', 'concern'] as const).map((kind) => (
              <li key={kind}>
                <Link to={`/my/new?kind=${kind}`}>
                  <b>{t(`kind.${kind}.title`)}</b>
                  <span>{t(`kind.${kind}.about`)}</span>
                </Link>
              </li>
            ))}
          </ul>
          <p className="note note-warning">{t('emergency')}</p>
        </section>
      )}
      {opens('functioning') && (
        <p>
          <Link to="/my/functioning">{t('functioning:link')}</Link>
        </p>
      )}
      {opens('homesafety') && (
        <p>
          <Link to="/my/home-safety">{t('homesafety:own.link')}</Link>
        </p>
      )}
      {opens('whole_plan') && (
        <p>
          <Link to="/my/whole-plan">{t('planning:own.link')}</Link>
        </p>
      )}
      {!now && (
        <>
          <p>
            <Link to="/my/story">{t('story:own.link')}</Link>
          </p>
          <p>
            <Link to="/my/notices">{t('notices.link')}</Link>
          </p>
          <p>
            <Link to="/my/log">{t('log.link')}</Link>
          </p>
          <p>
            <Link to="/my/will">{t('will:link')}</Link>
          </p>
          <p>
            <Link to="/my/self-direction">{t('selfdirection:link')}</Link>
          </p>
          <p>
            <Link to="/my/own-data">{t('rights:link')}</Link>
          </p>
          <p>
            <Link to="/my/predictions">{t('prediction:own.title')}</Link>
          </p>
          <p>
            <Link to="/my/acting">{t('mandate:choose.link')}</Link>
          </p>
          <p>
            <Link to="/my/invitations">{t('mandate:invitations.link')}</Link>
          </p>
        </>
      )}
      {closed.length > 0 && (
        <section className="my-card" aria-labelledby="my-closed">
          <h2 id="my-closed">{t('closed')}</h2>
          <ClosedList matters={closed} />
        </section>
      )}
    </>
  )
}

function MatterCard({ matter }: { matter: ClientMatter }) {
  const { t } = useTranslation('my')
  const now = useActing().data?.now
  const text = useText()
  const waiting = (matter.hearings ?? []).filter(({ answered_at, no_answer }) => !answered_at && !no_answer)
  return (
    <section className="my-card" aria-labelledby={`m-${matter.id}`}>
      <div className="my-card-head">
        <h2 id={`m-${matter.id}`}>
          <Link to={`/my/matters/${matter.id}`}>{text(matter.title)}</Link>
        </h2>
        {matter.unread > 0 && <Pill tone="info">{t('unread', { count: matter.unread })}</Pill>}
      </div>
      {waiting.length > 0 && (
        <p className="note note-warning">
          <Link to={`/my/matters/${matter.id}#hearing`}>{t('hearing_waits')}</Link>
        </p>
      )}
      <Stages matter={matter} />
      <Next matter={matter} />
      <div className="my-buttons">
        {/* One's own view is nobody else's to tell. */}
        {!now && !matter.kind.startsWith('concern') && (
          <Link className="btn btn-primary" to={`/my/matters/${matter.id}#own-view`}>
            {t('tell_own_view')}
          </Link>
        )}
        {(!now || now.opens.includes('write')) && (
          <Link className="btn btn-secondary" to={`/my/matters/${matter.id}#messages`}>
            {t('write')}
          </Link>
        )}
      </div>
    </section>
  )
}

function ClosedList({ matters }: { matters: ClientMatter[] }) {
  const text = useText()
  return (
    <ul className="my-list">
      {matters.map((matter) => (
        <li key={matter.id}>
          <Link to={`/my/matters/${matter.id}`}>{text(matter.title)}</Link>
          <span className="quiet num">{matter.number}</span>
        </li>
      ))}
    </ul>
  )
}
