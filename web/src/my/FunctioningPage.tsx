import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { FunctioningSections } from '../functioning/FunctioningSections'
import { useFunctioning } from '../functioning/queries'

const own = { own: true } as const

/** How I manage: my own estimates and measurements, and what professionals have measured. */
export default function FunctioningPage() {
  const { t } = useTranslation(['functioning', 'my'])
  const query = useFunctioning(own)
  usePageTitle(t('title_own'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('title_own')}</h1>
        <p>{t(query.data?.for_another ? 'about_another' : 'about_own')}</p>
      </header>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && <FunctioningSections whose={own} seen={query.data} card="my-card" />}
    </>
  )
}
