import { useTranslation } from 'react-i18next'
import { Kanta } from '../../will/Kanta'
import { useWill } from '../../will/queries'
import { WillSections } from '../../will/WillSections'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { MayAct } from './MayAct'

/** What the client has said of their data, and writing it down for them. */
export default function WillPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation(['will', 'client'])
  const whose = { client: clientId }
  const query = useWill(whose)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  return (
    <div className="cl-page">
      <p className="quiet">{t('about_staff')}</p>
      <WillSections key={clientId} whose={whose} will={query.data} card="card" />
      <Kanta key={`kanta/${clientId}`} whose={whose} will={query.data} />
      <MayAct key={`acting/${clientId}`} clientId={clientId} />
    </div>
  )
}
