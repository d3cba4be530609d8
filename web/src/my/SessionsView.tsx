import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../app/page'
import { Sessions } from '../app/SessionsPage'

/** Where I am logged in, on the client's own pages. */
export function SessionsView() {
  const { t } = useTranslation('common')
  usePageTitle(t('sessions.title'))
  return (
    <>
      <h1>{t('sessions.title')}</h1>
      <Sessions />
    </>
  )
}
