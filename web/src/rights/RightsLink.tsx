import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useRightsCount } from './queries'

/** The way to requests about clients' own data; there also when none waits. */
export function RightsLink() {
  const { t } = useTranslation('rights')
  const waiting = useRightsCount().data?.waiting
  return (
    <Link to="/team/rights">
      {t('staff.title')}
      {waiting !== undefined && waiting > 0 && <> ({waiting})</>}
    </Link>
  )
}
