import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Outlet } from 'react-router'
import { Bands } from './Bands'
import { Brand } from './Brand'
import { Foot } from './Foot'
import { homeOf } from './home'
import { LanguageSwitch } from './LanguageSwitch'
import { FocusOnArrival, focusMain } from './StaffShell'
import { useSession } from './session'
import './app.css'

/** The frame of pages that anyone reads, logged in or not: a way back to where one belongs, and the languages. */
export function PublicShell() {
  const { t } = useTranslation('common')
  const { session } = useSession()
  const home = homeOf(session)
  return (
    <div className="shell">
      <a className="skip-link" href="#main" onClick={focusMain}>
        {t('skip')}
      </a>
      <Bands />
      <header className="topbar topbar-public">
        <Brand to={home} />
        <Link to={home}>{t(session.audience === 'none' ? 'to_log_in' : 'to_service')}</Link>
        <div className="topuser">
          <LanguageSwitch />
        </div>
      </header>
      <FocusOnArrival />
      <Suspense>
        <Outlet />
      </Suspense>
      <Foot audience={session.audience} />
    </div>
  )
}
