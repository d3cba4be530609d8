import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../api/client'
import { CutShell } from '../device/CutShell'
import { startDevice, useDevice } from '../device/device'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { SessionProvider, useSessionQuery } from './session'

/** Nothing is drawn before it is known who is looking. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common')
  const query = useSessionQuery()
  // Without a connection nobody knows who is logged in; what was taken along opens by its own words. It stays on the screen also when
  // the connection comes back: one is writing.
  const { head } = useDevice()
  useEffect(() => void startDevice(), [])
  const silent = !query.data && head !== undefined && isProblem(query.error ?? query.failureReason, 'network')
  const [cut, setCut] = useState(false)
  useEffect(() => {
    if (silent) setCut(true)
  }, [silent])
  if (cut || silent) return <CutShell />
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
