import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from './page'

export function NotFound() {
  const { t } = useTranslation('common')
  usePageTitle(t('not_found.title'))
  return (
    <main id="main" tabIndex={-1} className="page narrow">
      <h1>{t('not_found.title')}</h1>
      <p>{t('not_found.text')}</p>
      <p>
        <Link to="/">{t('to_start')}</Link>
      </p>
    </main>
  )
}
