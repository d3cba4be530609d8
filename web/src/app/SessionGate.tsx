import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { SessionProvider, useSessionQuery } from './session'

/** Nothing is drawn before it is known who is looking. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common')
  const query = useSessionQuery()
  if (query.data) return <SessionProvider session={query.data}>{children}</SessionProvider>
  if (query.isError) {
    return (
      <main className="page narrow">
        <h1>{t('no_connection.title')}</h1>
        <ProblemNote error={query.error} />
        <Button onClick={() => void query.refetch()}>{t('try_again')}</Button>
      </main>
    )
  }
  return (
    <main className="page narrow">
      <Loading />
    </main>
  )
}
