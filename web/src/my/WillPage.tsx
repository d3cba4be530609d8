import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { Kanta } from '../will/Kanta'
import { useWill } from '../will/queries'
import { WillSections } from '../will/WillSections'

const own = { own: true } as const

/** What I have said of my data: who may use them, and who may not. */
export default function WillPage() {
  const { t } = useTranslation(['will', 'my'])
  const query = useWill(own)
  usePageTitle(t('title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('title')}</h1>
        <p>{t('about')}</p>
      </header>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && <WillSections whose={own} will={query.data} card="my-card" />}
      {query.data && <Kanta whose={own} will={query.data} />}
    </>
  )
}
