import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { FlowQueue, FlowQueues } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { dateTime } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Tabs, TeamAndTask, useScope } from './Filters'
import { QueueForecastNote } from './QueueForecast'
import { useQueues } from './queries'
import { useSaid } from './words'
import './flow.css'

/** What waits now, by service, step and team. */
export function Component() {
  const { t } = useTranslation('flow')
  usePageTitle(t('queue.title'))
  const language = useLanguage()
  const { scope } = useScope()
  const queues = useQueues(scope)
  return (
    <main id="main" tabIndex={-1} className="page stack flow-page">
      <div>
        <h1>{t('queue.title')}</h1>
        <p className="quiet">{t('queue.lead')}</p>
      </div>
      <Tabs page="/queues" />
      <div className="flow-filters no-print">
        <TeamAndTask teams={queues.data?.teams ?? []} />
      </div>
      {queues.isPending && <Loading />}
      {queues.isError && <ProblemNote error={queues.error} />}
      {queues.data && (
        <>
          <p className="quiet">
            {t('queue.counted', { at: dateTime(queues.data.counted_at, language) })}
            {queues.data.least !== undefined && ` ${t('least', { count: queues.data.least })}`}
          </p>
          {queues.data.queues.length === 0 && <div className="card empty">{t('queue.empty')}</div>}
          <ul className="plain-list flow-queues">
            {queues.data.queues.map((queue) => (
              <Queue key={`${queue.service_task}-${queue.step}-${queue.team.id}`} queue={queue} all={queues.data} wide={scope.wide} />
            ))}
          </ul>
        </>
      )}
    </main>
  )
}

function Queue({ queue, all, wide }: { queue: FlowQueue; all: FlowQueues; wide: boolean }) {
  const { t } = useTranslation(['flow', 'codes'])
  const said = useSaid()
  const name = `${said.place(queue.step)}, ${t(`codes:service_task.${queue.service_task}`)}`
  const link = `/processes?service=${queue.service_task}&team=${queue.team.id}${wide ? '&level=county' : ''}`
  return (
    <li className="card stack">
      <h2>{name}</h2>
      <p className="quiet">{queue.team.name}</p>
      <p className="flow-number">{queue.few ? t('few') : t('queue.n', { count: queue.n ?? 0 })}</p>
      <p>
        {[
          queue.median_days === undefined ? '' : t('queue.median', { days: said.days(queue.median_days) }),
          queue.oldest_days === undefined ? '' : t('queue.oldest', { days: said.days(queue.oldest_days) }),
          queue.came === undefined || queue.went === undefined ? '' : t('queue.week', { came: queue.came, went: queue.went }),
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      {queue.target_days !== undefined && (
        <p className={queue.over_target ? 'flow-missed' : 'quiet'}>
          {t('map.target', { days: said.days(queue.target_days) })}
          {queue.over_target ? `, ${t('queue.over', { count: queue.over_target })}` : ''}
        </p>
      )}
      {queue.parts.length > 0 && <Parts queue={queue} from={all.parts_from} />}
      {!wide && !queue.few && <QueueForecastNote queue={queue} name={`${name}, ${queue.team.name}`} />}
      <Link to={link} aria-label={t('queue.cause_of', { name: `${name}, ${queue.team.name}` })}>
        {t('queue.cause')}
      </Link>
    </li>
  )
}

/** How long those that wait have waited; each bar says its number. */
function Parts({ queue, from }: { queue: FlowQueue; from: number[] }) {
  const { t } = useTranslation('flow')
  const most = Math.max(1, ...queue.parts)
  const words = (at: number) => {
    const [first, next] = [from[at] ?? 0, from[at + 1]]
    return next === undefined ? t('queue.part_last', { first: first - 1 }) : t('queue.part', { first, last: next - 1 })
  }
  return (
    <dl className="flow-parts">
      {queue.parts.map((n, at) => (
        <div key={from[at]}>
          <dt>{words(at)}</dt>
          <dd>
            <span className="flow-bar" style={{ inlineSize: `${(n / most) * 70}%` }} aria-hidden="true" /> <span className="num">{n}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
