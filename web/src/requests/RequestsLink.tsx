import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useRequestCount } from './queries'

/** The way to the requests, with how many wait for one's own teams. */
export function RequestsLink() {
  const { t } = useTranslation('requests')
  const count = useRequestCount().data
  const waiting = (count?.received.ours ?? 0) + (count?.sent.ours ?? 0)
  return <NavLink to="/requests">{waiting > 0 ? t('nav_count', { count: waiting }) : t('nav')}</NavLink>
}
