import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ConsultationsLink } from '../consultation/ConsultationsLink'
import { SettleLink } from './SettleLink'
import { useGaps } from './useGaps'

/** The way to what was done but not recorded; there also when nothing is missing, so that one can look. */
export function GapsLink() {
  const { t } = useTranslation('desk')
  const gaps = useGaps()
  const count = gaps.data?.kinds.reduce((sum, kind) => sum + kind.count, 0)
  return (
    <section aria-labelledby="gaps-title">
      <h2 id="gaps-title" className="side-title">
        {t('gaps.side')}
      </h2>
      <Link to="/desk/gaps" className="side-link">
        {t('gaps.title')}
        {count !== undefined && <span className={count > 0 ? 'num gap-count' : 'num'}>{count}</span>}
      </Link>
      <Link to="/desk/letters" className="side-link">
        {t('letters:batches')}
      </Link>
      <SettleLink />
      <ConsultationsLink />
    </section>
  )
}
