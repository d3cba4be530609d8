import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { root } from './api'
import type { FeedView } from './types'

/** Registers as sources: the population register's feed, what was missed and caught up, what was set aside. */
export default function RegistersPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('registers.title'))
  const announce = useAnnounce()
  const client = useQueryClient()
  const feed = useQuery({ queryKey: ['admin', 'registers'], queryFn: () => api.get<FeedView>(`${root}/registers`), refetchInterval: 10_000 })
  const act = useMutation({
    mutationFn: (what: { path: string; words: string }) => api.post(`${root}/registers${what.path}`, {}),
    onSuccess: (_, what) => announce(what.words),
    onSettled: () => void client.invalidateQueries({ queryKey: ['admin', 'registers'] }),
  })
  const data = feed.data
  return (
    <>
      <div className="spread">
        <h1>{t('registers.title')}</h1>
        {data?.configured && (
          <Button busy={act.isPending && act.variables.path === '/read'} onClick={() => act.mutate({ path: '/read', words: t('registers.asked') })}>
            {t('registers.read_now')}
          </Button>
        )}
      </div>
      <p>{t('registers.explain')}</p>
      {feed.isPending && <Loading />}
      {feed.isError && <ProblemNote error={feed.error} />}
      {act.isError && <ProblemNote error={act.error} />}
      {data && <Feed feed={data} />}
      {data && <Aside feed={data} busy={act.isPending} onAct={(path, words) => act.mutate({ path, words })} />}
      {data && <Gaps feed={data} />}
    </>
  )
}

function Feed({ feed }: { feed: FeedView }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const at = (value?: string) => (value ? dateTime(value, language) : '–')
  const state = !feed.configured ? 'off' : feed.failing_since ? 'failing' : feed.read_at ? 'reading' : 'waiting'
  const minutes = feed.lag_seconds === undefined ? undefined : Math.floor(feed.lag_seconds / 60)
  return (
    <section className="card stack" aria-labelledby="feed-title">
      <div className="spread">
        <h2 id="feed-title">{t('registers.population')}</h2>
        <Pill tone={({ off: 'neutral', failing: 'danger', reading: 'success', waiting: 'info' } as const)[state]}>{t(`registers.state.${state}`)}</Pill>
      </div>
      {state === 'off' && <p>{t('registers.off_text')}</p>}
      {feed.failing_since && (
        <div className="note note-danger">
          <p className="note-title">{t('registers.failing', { date: at(feed.failing_since) })}</p>
          <p>{t('registers.failing_text', { code: feed.last_error ?? '–' })}</p>
        </div>
      )}
      <dl className="admin-facts">
        {feed.host && (
          <>
            <dt>{t('registers.host')}</dt>
            <dd>{feed.host}</dd>
          </>
        )}
        <dt>{t('registers.read_at')}</dt>
        <dd>{minutes === undefined ? '–' : `${at(feed.read_at)} (${t('registers.ago', { count: minutes })})`}</dd>
        <dt>{t('registers.last_change')}</dt>
        <dd>{at(feed.last_change_at)}</dd>
        <dt>{t('registers.key')}</dt>
        <dd>{feed.cursor ?? '–'}</dd>
        <dt>{t('registers.people')}</dt>
        <dd>{feed.people}</dd>
        <dt>{t('registers.taken')}</dt>
        <dd>{feed.taken}</dd>
        <dt>{t('registers.set_aside')}</dt>
        <dd>{feed.set_aside}</dd>
      </dl>
    </section>
  )
}

function Aside({ feed, busy, onAct }: { feed: FeedView; busy: boolean; onAct: (path: string, words: string) => void }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  return (
    <section className="card stack" aria-labelledby="aside-title">
      <h2 id="aside-title">{t('registers.aside_title')}</h2>
      {feed.messages.length === 0 ? (
        <p className="quiet">{t('registers.aside_none')}</p>
      ) : (
        <>
          <p>{t('registers.aside_text')}</p>
          <div className="scroll-x" role="region" aria-labelledby="aside-title" tabIndex={0}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('registers.number')}</th>
                  <th scope="col">{t('registers.reason')}</th>
                  <th scope="col">{t('registers.groups')}</th>
                  <th scope="col">{t('registers.came')}</th>
                  <th scope="col">
                    <span className="sr-only">{t('places.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {feed.messages.map((one) => (
                  <tr key={one.id}>
                    <th scope="row">{one.change_number}</th>
                    <td>
                      {t(`registers.reasons.${one.reason}`, { defaultValue: one.reason })}
                      {one.place && <div className="quiet">{one.place}</div>}
                    </td>
                    <td>{one.groups || '–'}</td>
                    <td>{dateTime(one.taken_at, language)}</td>
                    <td>
                      <span className="row">
                        <Button size="small" busy={busy} aria-label={t('registers.retry_of', { number: one.change_number })} onClick={() => onAct(`/messages/${one.id}/retry`, t('registers.retried'))}>
                          {t('registers.retry')}
                        </Button>
                        <Button size="small" look="plain" busy={busy} aria-label={t('registers.leave_of', { number: one.change_number })} onClick={() => onAct(`/messages/${one.id}/leave`, t('registers.left'))}>
                          {t('registers.leave')}
                        </Button>
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  )
}

function Gaps({ feed }: { feed: FeedView }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  return (
    <section className="card stack" aria-labelledby="gaps-title">
      <h2 id="gaps-title">{t('registers.gaps_title')}</h2>
      {feed.gaps.length === 0 ? (
        <p className="quiet">{t('registers.gaps_none')}</p>
      ) : (
        <div className="scroll-x" role="region" aria-labelledby="gaps-title" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('registers.noticed')}</th>
                <th scope="col">{t('registers.what')}</th>
                <th scope="col">{t('registers.range')}</th>
                <th scope="col">{t('registers.caught')}</th>
              </tr>
            </thead>
            <tbody>
              {feed.gaps.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{dateTime(one.noticed_at, language)}</th>
                  <td>{t(`registers.gap.${one.kind}`)}</td>
                  <td>
                    {one.from_number}–{one.to_number}
                  </td>
                  <td>
                    {one.filled_at ? <Pill tone="success">{t('registers.filled', { count: one.messages })}</Pill> : <Pill tone="warning">{t('registers.filling')}</Pill>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
