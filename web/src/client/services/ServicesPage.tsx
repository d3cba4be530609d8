import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Customership } from '../../api/types'
import { Button } from '../../ui/Button'
import { Entries } from '../entries/Entries'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { History } from '../picture/Lists'
import { OpenProvider, type Opened } from '../picture/opening'
import { Original } from '../picture/Original'
import { useCustomerships, useHeader, useSummary } from '../queries'
import { CloseCustomership } from './CloseCustomership'
import { CustomershipRow } from './CustomershipRow'
import { EditCustomership } from './EditCustomership'
import '../picture/picture.css'

type Doing = { what: 'open' } | { what: 'change' | 'close'; customership: Customership }

/** Customerships, each with its responsible worker, and the history of services. */
export default function ServicesPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('client')
  const query = useCustomerships(clientId)
  const header = useHeader(clientId)
  const summary = useSummary(clientId)
  const [doing, setDoing] = useState<Doing>()
  const [opened, setOpened] = useState<Opened>()
  const may = header.data?.permitted_actions ?? []
  const list = query.data ?? []
  const open = list.filter(({ state }) => state === 'open')
  const closed = list.filter(({ state }) => state === 'closed')
  const done = () => setDoing(undefined)
  return (
    <OpenProvider value={setOpened}>
      <div className="cl-page">
        <section className="card" aria-labelledby="cs-title">
          <div className="head-row">
            <h2 id="cs-title">{t('customership.title')}</h2>
            {may.includes('open_customership') && (
              <Button onClick={() => setDoing({ what: 'open' })}>{t('customership.open')}</Button>
            )}
          </div>
          {query.isPending && <Skeleton lines={4} />}
          {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
          {query.data && open.length === 0 && <p className="quiet">{t('customership.empty')}</p>}
          <ul className="row-list">
            {open.map((customership) => (
              <CustomershipRow
                key={customership.id}
                customership={customership}
                onChange={() => setDoing({ what: 'change', customership })}
                onClose={() => setDoing({ what: 'close', customership })}
              />
            ))}
          </ul>
          {closed.length > 0 && (
            <details>
              <summary>{t('customership.closed', { count: closed.length })}</summary>
              <ul className="row-list">
                {closed.map((customership) => (
                  <CustomershipRow key={customership.id} customership={customership} />
                ))}
              </ul>
            </details>
          )}
        </section>
        <Entries of={{ client: clientId }} />
        {summary.isPending && <Skeleton lines={5} />}
        {summary.isError && <Retry error={summary.error} again={() => void summary.refetch()} />}
        {summary.data && <History summary={summary.data} first={20} />}
      </div>
      {doing?.what === 'open' && <EditCustomership clientId={clientId} onDone={done} />}
      {doing?.what === 'change' && <EditCustomership clientId={clientId} customership={doing.customership} onDone={done} />}
      {doing?.what === 'close' && <CloseCustomership clientId={clientId} customership={doing.customership} onDone={done} />}
      {opened && <Original clientId={clientId} opened={opened} onClose={() => setOpened(undefined)} />}
    </OpenProvider>
  )
}
