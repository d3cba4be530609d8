import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useAlertCount } from './queries'

/** The way to the alerts, with how many wait for somebody. */
export function AlertsLink() {
  const { t } = useTranslation('alerts')
  const waiting = useAlertCount().data?.waiting ?? 0
  return <NavLink to="/alerts">{waiting > 0 ? t('nav_count', { count: waiting }) : t('nav')}</NavLink>
}
