import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import LogPage from '../admin/LogPage'
import { NotFound } from '../app/NotFound'
import { useProfessional } from '../app/session'
import '../admin/admin.css'

/** The sealed log, as the administrator sees it: whether what is watched over is whole. */
export function Component() {
  const { t } = useTranslation('protection')
  if (useProfessional().role !== 'data_protection_officer') return <NotFound />
  return (
    <main id="main" tabIndex={-1} className="page stack admin">
      <p>
        <Link to="/protection">{t('back')}</Link>
      </p>
      <LogPage />
    </main>
  )
}
