import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../../api/client'
import type { IdentityView, OneIdentity } from '../../api/types'
import { IdentityLine } from '../../people/IdentityLine'
import { Button } from '../../ui/Button'
import { Pill } from '../../ui/Pill'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { clientKeys, clientPath } from '../queries'
import { useWhen } from '../when'
import { LinkDialog } from './LinkDialog'
import { UnlinkDialog } from './UnlinkDialog'

/** The identities of the person: which were linked, by whom and when, and the codes there have been. */
export function Identity({ clientId }: { clientId: string }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const [linking, setLinking] = useState<OneIdentity>()
  const [parting, setParting] = useState<OneIdentity>()
  const query = useQuery({
    queryKey: [...clientKeys.all(clientId), 'identity'],
    queryFn: ({ signal }) => api.get<IdentityView>(clientPath(clientId, '/identity'), { signal }),
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })
  if (query.isPending) return <Skeleton lines={3} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const { identities, links, hetus } = query.data
  const nameOf = (id: string) => identities.find(({ card }) => card.id === id)?.card.name ?? t('identity.another')
  const temporary = identities.some(({ card }) => card.identity !== 'hetu')
  // One identity with one code and no history says nothing that the head of the page does not.
  if (!temporary && links.length === 0 && hetus.length < 2) return null
  return (
    <section className="card" aria-labelledby="identity-title">
      <h2 id="identity-title">{t('identity.title')}</h2>
      <ul className="row-list">
        {identities.map((one) => (
          <li key={one.card.id}>
            <div>
              {one.card.id === clientId ? <IdentityLine card={one.card} /> : <Link to={`/clients/${one.card.id}/people`}><IdentityLine card={one.card} /></Link>}
              {one.linked_at && <p className="quiet">{t('identity.linked_at', { date: when.instant(one.linked_at) })}</p>}
            </div>
            {identities.length > 1 && one.main && <Pill tone="info">{t('identity.main')}</Pill>}
            <span className="row-end">
              {one.permitted_actions.includes('link') && (
                <Button size="small" onClick={() => setLinking(one)}>
                  {t('identity.link')}
                </Button>
              )}
              {one.permitted_actions.includes('unlink') && (
                <Button size="small" look="plain" onClick={() => setParting(one)}>
                  {t('identity.unlink')}
                  <span className="sr-only"> {one.card.name}</span>
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {hetus.length > 0 && (
        <>
          <h3>{t('identity.hetus')}</h3>
          <ul className="plain-list">
            {hetus.map((one) => (
              <li key={`${one.client_id}${one.valid_from}`}>
                <b className="nowrap">{one.hint}</b>{' '}
                <span className="quiet">
                  {one.valid_to ? t('identity.from_to', { from: when.day(one.valid_from), to: when.day(one.valid_to) }) : t('since', { date: when.day(one.valid_from) })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {links.length > 0 && (
        <>
          <h3>{t('identity.history')}</h3>
          <ul className="plain-list">
            {links.map((one) => (
              <li key={`${one.client_id}${one.linked_at}`}>
                {t('identity.linked', { name: nameOf(one.client_id), to: one.linked_to ? nameOf(one.linked_to) : t('identity.another') })}{' '}
                <span className="quiet">
                  {[when.instant(one.linked_at), one.linked_by?.name ?? t('identity.by_source')].join(', ')}
                  {one.unlinked_at && ` · ${t('identity.unlinked', { date: when.instant(one.unlinked_at), name: one.unlinked_by?.name ?? '' })}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {linking && <LinkDialog identity={linking} onClose={() => setLinking(undefined)} />}
      {parting && <UnlinkDialog identity={parting} onClose={() => setParting(undefined)} />}
    </section>
  )
}
