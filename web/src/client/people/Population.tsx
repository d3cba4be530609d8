import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../../api/client'
import type { PopulationFact, PopulationView } from '../../api/types'
import { Button } from '../../ui/Button'
import { Pill } from '../../ui/Pill'
import { Retry } from '../parts/Retry'
import { clientKeys, clientPath } from '../queries'
import { useWhen } from '../when'

const FIRST = 8

/** What the population register told, newest first: the word, the day, the register's own number. */
export function Population({ clientId }: { clientId: string }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const [all, setAll] = useState(false)
  const query = useQuery({
    queryKey: [...clientKeys.all(clientId), 'population'],
    queryFn: ({ signal }) => api.get<PopulationView>(clientPath(clientId, '/population'), { signal }),
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })
  if (query.isPending) return null
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const { facts, address_hidden } = query.data
  if (facts.length === 0) return null
  const words = (fact: PopulationFact) => {
    const coded = ['protection', 'death', 'guardian', 'ward', 'child'].includes(fact.kind)
    if (!fact.value || fact.value === 'child') return ''
    return coded ? t(`population.value.${fact.value}`) : fact.value
  }
  return (
    <section className="card" aria-labelledby="population-title">
      <h2 id="population-title">{t('population.title')}</h2>
      <p className="quiet">{t('population.text')}</p>
      {address_hidden && <p className="quiet">{t('population.hidden')}</p>}
      <ul className="row-list">
        {facts.slice(0, all ? facts.length : FIRST).map((fact, index) => (
          <li key={`${fact.change_number}${fact.kind}${index}`}>
            <div>
              <span className="quiet">{t(`population.kind.${fact.kind}`)}</span>{' '}
              {fact.person && (fact.person_id ? <Link to={`/clients/${fact.person_id}`}>{fact.person}</Link> : <b>{fact.person}</b>)}{' '}
              {fact.person ? <span>{words(fact)}</span> : <b>{words(fact)}</b>}
              <p className="quiet">
                {[
                  fact.valid_from && (fact.valid_to ? t('identity.from_to', { from: when.day(fact.valid_from), to: when.day(fact.valid_to) }) : t('since', { date: when.day(fact.valid_from) })),
                  t('population.told', { date: when.day(fact.changed_at), number: fact.change_number }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            {fact.ended && <Pill>{t('population.ended')}</Pill>}
          </li>
        ))}
      </ul>
      {!all && facts.length > FIRST && (
        <Button size="small" look="plain" onClick={() => setAll(true)}>
          {t('show_all', { count: facts.length })}
        </Button>
      )}
    </section>
  )
}
