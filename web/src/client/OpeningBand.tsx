import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { RegisterOpening } from '../api/types'
import { useText } from '../i18n/text'
import { clientKeys, clientPath } from './queries'
import { useWhen } from './when'

const key = (clientId: string) => ['opening', clientId] as const

/** Keeps what this viewer opened, until when, for the band; the rights themselves live on the server alone. */
export function rememberOpening(queries: QueryClient, clientId: string, opening: RegisterOpening): void {
  queries.setQueryData<RegisterOpening[]>(key(clientId), (before = []) => [...before.filter(({ register }) => register !== opening.register), opening])
}

/** Says which register is open by which ground and until when, and reloads the picture when the time is out. */
export function OpeningBand({ clientId }: { clientId: string }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  const queries = useQueryClient()
  const { data: openings = [] } = useQuery<RegisterOpening[]>({
    queryKey: key(clientId),
    queryFn: ({ signal }) => api.get<RegisterOpening[]>(clientPath(clientId, '/registers'), { signal }),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
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
  return (
    <div className="cl-band" role="status">
      {openings.map((opening) => (
        <p key={opening.register}>
          <b>{t('band.open', { register: t(`withheld.register_name.${opening.register}`), time: when.clock(opening.until) })}</b> {t('band.ground', { ground: text(opening.ground.label), law: opening.ground.law })}
        </p>
      ))}
    </div>
  )
}
