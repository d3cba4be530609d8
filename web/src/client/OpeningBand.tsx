import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { RegisterOpening } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { clientKeys, clientPath } from './queries'
import { useMinutesLeft } from './useMinutesLeft'
import { useWhen } from './when'

const key = (clientId: string) => ['opening', clientId] as const

/** Keeps what this viewer opened, until when, for the band; the rights themselves live on the server alone. */
export function rememberOpening(queries: QueryClient, clientId: string, opened: RegisterOpening[]): void {
  queries.setQueryData<RegisterOpening[]>(key(clientId), (before = []) => [
    ...opened,
    ...before.filter((held) => !opened.some(({ register, ground }) => register === held.register && ground.code === held.ground.code)),
  ])
}

/** Says which register is open by which ground and how long still, closes it when asked, and reloads the picture when it is over. */
export function OpeningBand({ clientId }: { clientId: string }) {
  const { t } = useTranslation('client')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const { data: openings = [] } = useQuery<RegisterOpening[]>({
    queryKey: key(clientId),
    queryFn: ({ signal }) => api.get<RegisterOpening[]>(clientPath(clientId, '/registers'), { signal }),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  })
  const close = useMutation({
    mutationFn: () => api.delete(clientPath(clientId, '/registers')),
    onSuccess: () => {
      queries.setQueryData<RegisterOpening[]>(key(clientId), [])
      announce(t('band.closed'))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) }),
  })
  useEffect(() => {
    const first = openings.map(({ until }) => Date.parse(until)).sort((a, b) => a - b)[0]
    if (first === undefined) return
    const timer = setTimeout(
      () => {
        queries.setQueryData<RegisterOpening[]>(key(clientId), (before = []) => before.filter(({ until }) => Date.parse(until) > Date.now()))
        void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) })
      },
      Math.max(0, first - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [openings, clientId, queries])
  if (openings.length === 0) return null
  const emergency = openings.some(({ ground }) => ground.emergency)
  return (
    <section className={emergency ? 'cl-band cl-band-emergency' : 'cl-band'} aria-label={t('band.label')}>
      <div className="cl-band-words">
        {emergency && <strong>{t('band.emergency')}</strong>}
        {openings.map((opening) => (
          <Open key={`${opening.register} ${opening.ground.code}`} opening={opening} />
        ))}
        {close.isError && <ProblemNote error={close.error} />}
      </div>
      <Button size="small" busy={close.isPending} onClick={() => close.mutate()}>
        {t('band.close')}
      </Button>
    </section>
  )
}

function Open({ opening }: { opening: RegisterOpening }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  const announce = useAnnounce()
  const left = useMinutesLeft(opening.until)
  const register = t(`withheld.register_name.${opening.register}`)
  // Said once, in good time; the number itself is there to be read, not to be heard each minute.
  const ending = left === 5
  useEffect(() => {
    if (ending) announce(t('band.ending', { register, count: 5 }))
  }, [ending, announce, register, t])
  return (
    <p>
      <b>{t('band.open', { register, time: when.clock(opening.until) })}</b> <span className="num">{t('band.left', { count: left })}</span>{' '}
      {t('band.ground', { ground: text(opening.ground.label), law: opening.ground.law })}
    </p>
  )
}
