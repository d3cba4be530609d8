import { Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, NavLink, Outlet, useLocation, useNavigate, useNavigation } from 'react-router'
import { AlertsLink } from '../alerts/AlertsLink'
import { ClientSearchField } from '../people/ClientSearchField'
import { keepSearch } from '../people/kept-search'
import { RequestsLink } from '../requests/RequestsLink'
import { TemplatesLink } from '../templates/TemplatesLink'
import { useText } from '../i18n/text'
import { Bands } from './Bands'
import { Foot } from './Foot'
import { homeOf, worksOnMatters, worksWithClients } from './home'
import { LiveProvider } from './live'
import { LanguageSwitch } from './LanguageSwitch'
import { MoreLinks } from './MoreLinks'
import { Brand } from './Brand'
import { SessionClock } from './SessionClock'
import { ProtectionLink } from '../protection/ProtectionLink'
import { MineLink } from '../watch/MineLink'
import { SignOut } from './SignOut'
import { useProfessional, useSession } from './session'
import './app.css'

export function StaffShell() {
  const { session, ended } = useSession()
  const { pathname, search } = useLocation()
  if (session.audience !== 'staff' || !session.professional) {
    return <Navigate to={homeOf(session)} replace state={ended ? { from: pathname + search } : undefined} />
  }
  return (
    <LiveProvider>
      <Frame />
    </LiveProvider>
  )
}

/** What those who work on matters go to seldom; it stands behind one button. */
const seldom = ['/consultations', '/home-safety', '/templates', '/supply', '/dashboard', '/forecasts', '/changes', '/consequences', '/summary-use', '/predictions', '/processes', '/queues', '/organisation', '/rules']

function Frame() {
  const { t } = useTranslation(['common', 'steering', 'homesafety', 'flow', 'consultation', 'prediction'])
  const navigate = useNavigate()
  const going = useNavigation().state !== 'idle'
  const professional = useProfessional()
  const text = useText()
  const withClients = worksWithClients(professional.role)
  const onMatters = worksOnMatters(professional.role)
  const rest = (
    <>
      {withClients && <NavLink to="/consultations">{t('consultation:nav')}</NavLink>}
      {onMatters && <NavLink to="/home-safety">{t('homesafety:nav')}</NavLink>}
      {(onMatters || professional.role === 'administrator') && <TemplatesLink role={professional.role} />}
      {(withClients || professional.role === 'administrator') && <NavLink to="/dashboard">{t('steering:nav')}</NavLink>}
      {(onMatters || professional.role === 'administrator') && <NavLink to="/processes">{t('flow:nav')}</NavLink>}
      {(professional.role === 'team_lead' || professional.role === 'administrator') && <NavLink to="/predictions">{t('prediction:nav')}</NavLink>}
      {(professional.role === 'team_lead' || !withClients) && <NavLink to="/organisation">{t('nav.organisation')}</NavLink>}
      {(professional.role === 'team_lead' || !withClients) && <NavLink to="/rules">{t('nav.rules')}</NavLink>}
    </>
  )
  return (
    <div className="shell">
      <a className="skip-link" href="#main" onClick={focusMain}>
        {t('skip')}
      </a>
      <Bands />
      <header className="topbar">
        <Brand to="/" />
        <nav aria-label={t('nav.label')} className="topnav">
          {withClients && <NavLink to="/lobby">{t('nav.lobby')}</NavLink>}
          {onMatters && <NavLink to="/desk">{t('nav.desk')}</NavLink>}
          {onMatters && <AlertsLink />}
          {withClients && <RequestsLink />}
          {onMatters && <NavLink to="/day">{t('nav.day')}</NavLink>}
          {withClients && <NavLink to="/clients">{t('nav.clients')}</NavLink>}
          {professional.role === 'team_lead' && <NavLink to="/team">{t('nav.team')}</NavLink>}
          {professional.role === 'data_protection_officer' && <ProtectionLink />}
          {professional.role === 'administrator' && <NavLink to="/administration">{t('nav.administration')}</NavLink>}
          <MineLink />
          {onMatters ? <MoreLinks roots={seldom}>{rest}</MoreLinks> : rest}
        </nav>
        {withClients && (
          <div className="topsearch" role="search" aria-label={t('people:search.label')}>
            <ClientSearchField
              label={t('people:search.label')}
              hideLabel
              shortcut
              onPick={(card) => void navigate(`/clients/${card.id}`)}
              onAll={(typed) => {
                keepSearch(typed)
                void navigate('/clients')
              }}
              onNew={() => void navigate('/clients/new')}
            />
          </div>
        )}
        <div className="topuser">
          <LanguageSwitch />
          <span className="who">
            <strong>{professional.name}</strong> <span className="quiet">{[text(professional.title), professional.unit.name].filter(Boolean).join(', ')}</span>
          </span>
          <Link to="/sessions">{t('sessions.link')}</Link>
          <SignOut />
        </div>
      </header>
      <FocusOnArrival />
      <div className={going ? 'progress progress-on' : 'progress'} aria-hidden="true" />
      <Suspense>
        <Outlet />
      </Suspense>
      <Foot audience="staff" />
      <SessionClock />
    </div>
  )
}

export function focusMain(event: { preventDefault: () => void }) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

/** After moving to another page, the keyboard and the screen reader start from its beginning. */
export function FocusOnArrival() {
  const { pathname } = useLocation()
  const room = pathname.split('/').slice(0, 3).join('/')
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    window.scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [room])
  return null
}
