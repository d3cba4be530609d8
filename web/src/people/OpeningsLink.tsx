import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useOpeningCount } from './useOpenings'

/** The way to the openings that wait; there also when none does. */
export function OpeningsLink() {
  const { t } = useTranslation('people')
  const waiting = useOpeningCount().data?.waiting
  return (
    <Link to="/team/openings">
      {t('openings.title')}
      {waiting !== undefined && waiting > 0 && <> ({waiting})</>}
    </Link>
  )
}
