import { useTranslation } from 'react-i18next'
import { Retry } from '../client/parts/Retry'
import { useText } from '../i18n/text'
import { Loading } from '../ui/Loading'
import { Deviation } from './Deviation'
import { useClientSupply } from './queries'

/** Where this client's plans and what there is go apart; nothing when they do not. */
export function ClientSupply({ clientId }: { clientId: string }) {
  const { t } = useTranslation('supply')
  const found = useClientSupply(clientId)
  if (found.isPending) return <Loading />
  if (found.isError) return <Retry error={found.error} again={() => void found.refetch()} />
  if (found.data.length === 0) return null
  const open = found.data.filter(({ handled }) => !handled)
  const handled = found.data.filter((one) => one.handled)
  return (
    <section aria-labelledby="sup-client" className="wp-section">
      <h2 id="sup-client">{open.length > 0 ? t('client.title', { count: open.length }) : t('client.none')}</h2>
      <ul className="plain-list stack">
        {open.map((one) => (
          <Deviation key={one.id} one={one} clientId={clientId} />
        ))}
      </ul>
      {handled.length > 0 && (
        <details>
          <summary>{t('client.handled', { count: handled.length })}</summary>
          <ul className="plain-list stack">
            {handled.map((one) => (
              <Deviation key={one.id} one={one} clientId={clientId} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** The open deviations of one service of a plan, told beside it: each leads to why and what could be done. */
export function BesideService({ clientId, serviceId }: { clientId: string; serviceId: string }) {
  const text = useText()
  const found = useClientSupply(clientId).data ?? []
  return found
    .filter((one) => one.service_id === serviceId && !one.handled)
    .map((one) => (
      <a key={one.id} className="sup-beside" href="#sup-client">
        {text(one.name)}
      </a>
    ))
}
