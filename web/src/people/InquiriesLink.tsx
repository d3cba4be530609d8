import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useInquiryCount } from './useInquiries'

/** The way to the questions that wait; there also when none does. */
export function InquiriesLink() {
  const { t } = useTranslation('people')
  const waiting = useInquiryCount().data?.waiting
  return (
    <Link to="/team/log-inquiries">
      {t('inquiries.title')}
      {waiting !== undefined && waiting > 0 && <> ({waiting})</>}
    </Link>
  )
}
