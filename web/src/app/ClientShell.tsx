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
import { useEffect } from 'react'
import { ActingBand } from '../acting/ActingBand'
import { useActing } from '../acting/queries'
import { onApiEvent, setShown } from '../api/client'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'

/** The frame of a citizen's pages: made for a phone, with nothing but the way home, the languages and the way out. */
export function ClientShell() {
  const { session } = useSession()
  if (session.audience !== 'client') return <Navigate to={homeOf(session)} replace />
  return <Shell self={session.client?.id} />
}

function Shell({ self }: { self?: string }) {
  const { t } = useTranslation('common')
  const acting = useActing()
  const shown = acting.data ? (acting.data.now?.client_id ?? self) : undefined
  // Before anything is asked for the page says whom it shows.
  setShown(shown)
  useEffect(() => () => setShown(undefined), [])
  // The ground has ended, or another tab has gone on: this page shows another than the session does.
  useEffect(() => onApiEvent((event) => event === 'acting_over' && window.location.assign('/my?acting=over')), [])
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
      {acting.data && <ActingBand acting={acting.data} />}
      <FocusOnArrival />
      {acting.isPending && <Skeleton lines={6} />}
      {acting.isError && <Retry error={acting.error} again={() => void acting.refetch()} />}
      {acting.data && <Outlet />}
      <Foot audience="client" />
      <SessionClock />
    </div>
  )
}
