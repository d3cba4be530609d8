import { useTranslation } from 'react-i18next'
import '../app/app.css'
import { LanguageSwitch } from '../app/LanguageSwitch'
import { usePageTitle } from '../app/page'
import { Logo } from '../ui/Logo'
import { OnDevice } from './OnDevice'

/** The application opened without a connection: nobody knows who is logged in, and only what was taken along is there. */
export function CutShell() {
  const { t } = useTranslation('device')
  usePageTitle(t('title'))
  return (
    <div className="shell">
      <header className="topbar topbar-public">
        <span className="brand">
          <Logo />
          Punos
        </span>
        <a href="/">{t('back')}</a>
        <div className="topuser">
          <LanguageSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="page narrow stack">
        <OnDevice />
      </main>
    </div>
  )
}
