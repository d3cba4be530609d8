import { useTranslation } from 'react-i18next'
import { Link, Navigate, Outlet } from 'react-router'
import { Bands } from './Bands'
import { Brand } from './Brand'
import { Foot } from './Foot'
import { homeOf } from './home'
import { LanguageSwitch } from './LanguageSwitch'
import { SessionClock } from './SessionClock'
import { SignOut } from './SignOut'
import { FocusOnArrival, focusMain } from './StaffShell'
import { useSession } from './session'
import './app.css'

/** The frame of a citizen's pages: made for a phone, with nothing but the way home, the languages and the way out. */
export function ClientShell() {
  const { t } = useTranslation('common')
  const { session } = useSession()
  if (session.audience !== 'client') return <Navigate to={homeOf(session)} replace />
  return (
    <div className="shell shell-client">
      <a className="skip-link" href="#main" onClick={focusMain}>
        {t('skip')}
      </a>
      <Bands />
      <header className="topbar topbar-client">
        <Brand to="/my" />
        <div className="topuser">
          <LanguageSwitch />
          <Link to="/my/sessions">{t('sessions.link')}</Link>
          <SignOut />
        </div>
      </header>
      <FocusOnArrival />
      <Outlet />
      <Foot audience="client" />
      <SessionClock />
    </div>
  )
}
