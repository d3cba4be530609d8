import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { OwnSession } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { usePageTitle } from './page'

const key = ['session', 'own'] as const
const browsers = ['firefox', 'edge', 'chrome', 'safari', 'opera', 'samsung'] as const
const systems = ['windows', 'macos', 'linux', 'chromeos', 'android', 'ios'] as const

/** Where one is logged in: each browser, when it was begun and last used, and the way to end one that is not known. */
export function Sessions() {
  const { t } = useTranslation('common')
  const when = useWhen()
  const announce = useAnnounce()
  const queries = useQueryClient()
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<OwnSession[]>('/session/own', { signal }), staleTime: 0 })
  const end = useMutation({
    mutationFn: (id?: string) => api.post<{ ended: number }>('/session/own/end', { id }),
    onSuccess: ({ ended }) => announce(t('sessions.ended', { count: ended })),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
  const device = (one: OwnSession) => {
    const browser = browsers.find((known) => known === one.browser)
    const system = systems.find((known) => known === one.system)
    return [t(`sessions.browser.${browser ?? 'other'}`), system && t(`sessions.system.${system}`)].filter(Boolean).join(', ')
  }
  const others = query.data?.filter(({ here }) => !here) ?? []
  return (
    <>
      <p>{t('sessions.about')}</p>
      {query.isPending && <Skeleton lines={4} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {end.isError && <ProblemNote error={end.error} />}
      <ul className="row-list card">
        {query.data?.map((one) => (
          <li key={one.id}>
            <div>
              <b>{device(one)}</b>
              <p className="quiet">
                {t('sessions.started', { time: when.instant(one.started_at) })}
                {one.used_at && ` ${t('sessions.used', { time: when.instant(one.used_at) })}`}
              </p>
            </div>
            {one.here ? (
              <Pill tone="success">{t('sessions.here')}</Pill>
            ) : (
              <Button size="small" busy={end.isPending && end.variables === one.id} onClick={() => end.mutate(one.id)}>
                {t('sessions.end')}
                <span className="sr-only">
                  {' '}
                  {device(one)}, {when.instant(one.started_at)}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <p>
          <Button busy={end.isPending && end.variables === undefined} onClick={() => end.mutate(undefined)}>
            {t('sessions.end_others')}
          </Button>
        </p>
      )}
    </>
  )
}

export function Component() {
  const { t } = useTranslation('common')
  usePageTitle(t('sessions.title'))
  return (
    <main id="main" tabIndex={-1} className="page narrow">
      <h1>{t('sessions.title')}</h1>
      <Sessions />
    </main>
  )
}
