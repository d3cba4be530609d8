import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation, useNavigate, useSearchParams } from 'react-router'
import { url } from '../api/client'
import type { Persona } from '../api/types'
import { useText } from '../i18n/text'
import { Logo } from '../ui/Logo'
import { ProblemNote } from '../ui/ProblemNote'
import { Bands } from './Bands'
import { Foot } from './Foot'
import { homeOf } from './home'
import { LanguageSwitch } from './LanguageSwitch'
import { usePageTitle } from './page'
import { useSession } from './session'
import './app.css'

export function LogIn() {
  const { t } = useTranslation('common')
  const { session, signIn, ended } = useSession()
  const navigate = useNavigate()
  const from = pathOf(useLocation().state)
  // The provider's log-in came back without success; the node says why by a code.
  const failed = useSearchParams()[0].get('login')
  const text = useText()
  usePageTitle(t('log_in.title'))
  const enter = useMutation({
    mutationFn: (persona: Persona) => signIn(persona.key),
    onSuccess: (next) => navigate(from !== undefined && next.audience === 'staff' ? from : homeOf(next)),
  })
  if (session.audience !== 'none') return <Navigate to={from !== undefined && session.audience === 'staff' ? from : homeOf(session)} replace />

  // Where a resident was is no place for staff, nor the other way round.
  const own = from !== undefined && /^\/my(\/|\?|$)/.test(from) ? from : undefined
  const staff = session.personas?.filter((persona) => persona.audience === 'staff') ?? []
  const clients = session.personas?.filter((persona) => persona.audience === 'client') ?? []
  return (
    <div className="shell">
      <Bands />
      <header className="topbar topbar-login">
        <span className="brand">
          <Logo />
          Punos
        </span>
        <div className="topuser">
          <LanguageSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="login">
        <div className="login-head">
          <h1>{text(session.node.name)}</h1>
          <p className="quiet">{t('log_in.lead')}</p>
        </div>
        {ended && (
          <p className="note note-warning" role="status">
            {t('problems:not_signed_in')}
          </p>
        )}
        {failed !== null && (
          <p className="note note-warning" role="alert">
            {t(`problems:${failed}`, { defaultValue: t('problems:login_refused') })}
          </p>
        )}
        {enter.isError && <ProblemNote error={enter.error} />}
        {(session.identification || session.oidc) && (
          <div className="login-doors">
            {session.identification && (
              <Door
                title={t('log_in.identification_title')}
                text={t('log_in.identification_text')}
                button={t('log_in.identification_button')}
                href={url('/session/identification/start', { next: own ?? '/my' })}
              />
            )}
            {session.oidc && (
              <Door
                title={t('log_in.oidc_title')}
                text={t('log_in.oidc_text')}
                button={t('log_in.oidc_button')}
                href={url('/session/oidc/start', { next: own === undefined && from !== undefined ? from : '/' })}
              />
            )}
          </div>
        )}
        {staff.length > 0 && <Personas title={t('log_in.staff')} personas={staff} busy={enter.isPending} onPick={enter.mutate} />}
        {clients.length > 0 && <Personas title={t('log_in.clients')} personas={clients} busy={enter.isPending} onPick={enter.mutate} />}
        {!session.oidc && !session.identification && staff.length + clients.length === 0 && <p className="note note-warning">{t('log_in.no_way_in')}</p>}
      </main>
      <Foot audience="none" />
    </div>
  )
}

/** A way in: who it is for, what one needs, the way. */
function Door({ title, text, button, href }: { title: string; text: string; button: string; href: string }) {
  const id = useId()
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      <p>
        <a className="btn btn-primary" href={href}>
          {button}
        </a>
      </p>
    </section>
  )
}

function Personas({ title, personas, busy, onPick }: { title: string; personas: Persona[]; busy: boolean; onPick: (persona: Persona) => void }) {
  const text = useText()
  return (
    <section className="stack personas-section">
      <h2>{title}</h2>
      <ul className="plain-list personas">
        {personas.map((persona) => (
          <li key={persona.key}>
            <button type="button" className="persona" aria-disabled={busy || undefined} onClick={() => !busy && onPick(persona)}>
              <span className="persona-name">{persona.name}</span>
              <span className="persona-title">{text(persona.title)}</span>
              <span className="persona-about">{text(persona.about)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where one was when the session ended. */
function pathOf(state: unknown): string | undefined {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : undefined
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('//') ? from : undefined
}
