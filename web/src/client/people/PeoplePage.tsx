import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactDetail } from '../../api/types'
import { useText } from '../../i18n/text'
import { NetworkCard } from '../../network/NetworkCard'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { useHeader, usePeople } from '../queries'
import { useWhen } from '../when'
import { CloseOnes } from './CloseOnes'
import { Contacts } from './Contacts'
import { Identity } from './Identity'
import { Population } from './Population'

/** Close ones with their roles, the professionals tied to the client, and contact details with where each came from. */
export default function PeoplePage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  const query = usePeople(clientId)
  const header = useHeader(clientId)
  // Shown for a stated need on this page only; leaving the page hides it again.
  const [address, setAddress] = useState<ContactDetail[]>()
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const people = query.data
  const may = header.data?.permitted_actions ?? []
  return (
    <div className="cl-page">
      <div className="grid-2">
        <CloseOnes clientId={clientId} closeOnes={people.close_ones} may={may} />
        <section className="card" aria-labelledby="pro-title">
          <h2 id="pro-title">{t('people.professionals')}</h2>
          {people.professionals.length === 0 && <p className="quiet">{t('people.no_professionals')}</p>}
          <ul className="row-list">
            {people.professionals.map((professional) => (
              <li key={`${professional.id}${professional.role}`}>
                <div>
                  <b>{professional.name}</b> <span className="quiet">{[text(professional.title), professional.unit].filter(Boolean).join(', ')}</span>
                  <p>
                    {t(`people.role.${professional.role}`)}
                    {professional.since && <span className="quiet"> · {t('since', { date: when.day(professional.since) })}</span>}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <NetworkCard clientId={clientId} />
      <Contacts
        clientId={clientId}
        contacts={address ? [...people.contacts.filter(({ id }) => !address.some((shown) => shown.id === id)), ...address] : people.contacts}
        hidden={people.address_hidden && !address}
        may={may}
        onShown={setAddress}
      />
      <Identity clientId={clientId} />
      <Population clientId={clientId} />
    </div>
  )
}
