import { useTranslation } from 'react-i18next'
import { TakeAlong } from '../../device/TakeAlong'
import { FunctioningSections } from '../../functioning/FunctioningSections'
import { useFunctioning } from '../../functioning/queries'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'

/** The client's functional ability: what was measured and estimated, and recording more. */
export default function FunctioningPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('functioning')
  const whose = { client: clientId }
  const query = useFunctioning(whose)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  return (
    <div className="cl-page">
      <p className="quiet">{t('about_staff')}</p>
      {query.data.recordable.length > 0 && <TakeAlong client={clientId} />}
      <FunctioningSections key={clientId} whose={whose} seen={query.data} card="card" />
    </div>
  )
}
