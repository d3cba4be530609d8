import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useConsultCount } from './queries'

/** The way from the desk to the consultations, with how many wait for one's own teams and how many of them are late. */
export function ConsultationsLink() {
  const { t } = useTranslation('consultation')
  const count = useConsultCount().data
  const ours = (count?.received.ours ?? 0) + (count?.sent.ours ?? 0)
  const late = count?.received.late ?? 0
  return (
    <Link to="/consultations" className="side-link">
      <span>
        {t('nav')}
        {late > 0 && <span className="quiet"> {t('late_count', { count: late })}</span>}
      </span>
      {count && <span className={ours > 0 ? 'num gap-count' : 'num'}>{ours}</span>}
    </Link>
  )
}
