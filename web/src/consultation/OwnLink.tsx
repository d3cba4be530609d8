import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

/** The way to what specialists are asked about me. */
export function OwnLink({ shown }: { shown: boolean }) {
  const { t } = useTranslation('consultation')
  return shown ? (
    <p>
      <Link to="/my/consultations">{t('own.title')}</Link>
    </p>
  ) : null
}
