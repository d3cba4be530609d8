import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useSettleCount } from './useSettling'

/** The way to what must be decided; there also when nothing waits, so that one can look. */
export function SettleLink() {
  const { t } = useTranslation('desk')
  const count = useSettleCount().data?.open
  return (
    <Link to="/desk/settling" className="side-link">
      {t('settling.title')}
      {count !== undefined && <span className={count > 0 ? 'num gap-count' : 'num'}>{count}</span>}
    </Link>
  )
}
