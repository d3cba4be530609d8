import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root } from './api'
import type { JobPage, JobState } from './types'

const states: JobState[] = ['dead', 'waiting', 'running', 'done', 'cancelled']
const tones = { dead: 'danger', waiting: 'info', running: 'info', done: 'success', cancelled: 'neutral' } as const

/** What the node does by itself: what waits, what failed and why, and the dead ones to replay. */
export default function JobsPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('jobs.title'))
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [state, kind] = [params.get('state') ?? '', params.get('kind') ?? '']
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  const jobs = useInfiniteQuery({
    queryKey: ['admin', 'jobs', state, kind],
    queryFn: ({ pageParam }) => api.get<JobPage>(`${root}/jobs`, { query: { state, kind, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
  const counts = jobs.data?.pages[0]?.counts ?? []
  const rows = jobs.data?.pages.flatMap((page) => page.jobs) ?? []
  const kinds = [...new Set(counts.map((one) => one.kind))]
  const dead = counts.filter((one) => one.state === 'dead')
  const act = useMutation({
    mutationFn: (what: { path: string; body: unknown; words: string }) => api.post(`${root}/jobs${what.path}`, what.body),
    onSuccess: (_, what) => announce(what.words),
    onSettled: () => void client.invalidateQueries({ queryKey: ['admin', 'jobs'] }),
  })
  const name = (code: string) => t(`jobs.kinds.${code.replaceAll('.', '_')}`, { defaultValue: code })
  return (
    <>
      <h1>{t('jobs.title')}</h1>
      <p>{t('jobs.explain')}</p>
      {jobs.isError && <ProblemNote error={jobs.error} />}
      {act.isError && <ProblemNote error={act.error} />}
      {dead.length > 0 && (
        <div className="note note-warning">
          <p className="note-title">{t('jobs.dead_title')}</p>
          <ul className="plain-list">
            {dead.map((one) => (
              <li key={one.kind} className="row">
                {name(one.kind)}: {one.number}
                <Button size="small" busy={act.isPending} aria-label={t('jobs.replay_all_named', { kind: name(one.kind) })} onClick={() => act.mutate({ path: '/replay', body: { kind: one.kind }, words: t('jobs.replayed', { count: one.number }) })}>
                  {t('jobs.replay_all')}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="admin-filters">
        <Select label={t('jobs.state')} value={state} onChange={(event) => set('state', event.target.value)}>
          <option value="">{t('all')}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {t(`jobs.states.${one}`)} ({counts.filter((each) => each.state === one).reduce((sum, each) => sum + each.number, 0)})
            </option>
          ))}
        </Select>
        <Select label={t('jobs.kind')} value={kind} onChange={(event) => set('kind', event.target.value)}>
          <option value="">{t('all')}</option>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {name(one)}
            </option>
          ))}
        </Select>
      </div>
      {jobs.isPending && <Loading />}
      {jobs.data && rows.length === 0 && <p className="card empty">{state || kind ? t('jobs.none') : t('jobs.empty')}</p>}
      {rows.length > 0 && (
        <div className="card scroll-x" role="region" aria-label={t('jobs.title')} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('jobs.kind')}</th>
                <th scope="col">{t('jobs.state')}</th>
                <th scope="col">{t('jobs.attempts')}</th>
                <th scope="col">{t('jobs.due')}</th>
                <th scope="col">{t('jobs.error')}</th>
                <th scope="col">{t('jobs.updated')}</th>
                <th scope="col">
                  <span className="sr-only">{t('places.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{name(one.kind)}</th>
                  <td>
                    <Pill tone={tones[one.state]}>{t(`jobs.states.${one.state}`)}</Pill>
                  </td>
                  <td>
                    {one.attempts}/{one.max_attempts}
                    {one.replays > 0 && <span className="quiet"> {t('jobs.replays', { count: one.replays })}</span>}
                  </td>
                  <td>{dateTime(one.run_at, language)}</td>
                  <td>{one.last_error ?? '–'}</td>
                  <td>{dateTime(one.updated_at, language)}</td>
                  <td>
                    <span className="row">
                      {one.state === 'dead' && (
                        <Button size="small" busy={act.isPending} onClick={() => act.mutate({ path: `/${one.id}/replay`, body: {}, words: t('jobs.replayed', { count: 1 }) })}>
                          {t('jobs.replay')}
                        </Button>
                      )}
                      {(one.state === 'dead' || one.state === 'waiting') && (
                        <Button size="small" look="danger" busy={act.isPending} onClick={() => act.mutate({ path: `/${one.id}/cancel`, body: {}, words: t('jobs.cancelled') })}>
                          {t('jobs.cancel')}
                        </Button>
                      )}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {jobs.hasNextPage && (
        <p>
          <Button busy={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
            {t('more')}
          </Button>
        </p>
      )}
    </>
  )
}
