import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { usePassedCount } from './queries'

/** The data protection officer's way to her work list, with how many looks wait for her. */
export function ProtectionLink() {
  const { t } = useTranslation('protection')
  const waiting = usePassedCount().data?.waiting ?? 0
  return <NavLink to="/protection">{waiting > 0 ? t('nav_waiting', { count: waiting }) : t('nav')}</NavLink>
}
