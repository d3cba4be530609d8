import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useReviewCount } from './queries'

/** The way to the looks that wait for a review; there also when none does. */
export function ReviewsLink() {
  const { t } = useTranslation('watch')
  const waiting = useReviewCount().data?.waiting
  return (
    <Link to="/team/looks">
      {t('title')}
      {waiting !== undefined && waiting > 0 && <> ({waiting})</>}
    </Link>
  )
}
