import { useTranslation } from 'react-i18next'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { NotFound } from './NotFound'
import { usePageTitle } from './page'

/** What is shown when a page breaks: what happened, and a way on. */
export function RouteError({ inShell = false }: { inShell?: boolean }) {
  const { t } = useTranslation('common')
  const error = useRouteError()
  usePageTitle(t('broken.title'))
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />
  return (
    <main id={inShell ? 'main' : undefined} tabIndex={-1} className="page narrow">
      <h1>{t('broken.title')}</h1>
      <p>{t('broken.text')}</p>
      <ProblemNote error={error} />
      <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
    </main>
  )
}
