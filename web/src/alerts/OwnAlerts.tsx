import { useTranslation } from 'react-i18next'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import { useOwnAlerts } from './queries'

/** What the services have noticed of oneself, in plain words; nothing when there is nothing. */
export function OwnAlerts({ shown }: { shown: boolean }) {
  const { t } = useTranslation('alerts')
  const text = useText()
  const language = useLanguage()
  const alerts = useOwnAlerts(shown).data ?? []
  if (!shown || alerts.length === 0) return null
  return (
    <section className="my-card" aria-labelledby="my-alerts">
      <h2 id="my-alerts">{t('own.title')}</h2>
      <ul className="plain-list stack">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <p>{text(alert.plain)}</p>
            <p className="quiet">
              {[longDate(alert.raised_at, language), alert.team].filter(Boolean).join(' · ')}
              <br />
              {t('own.law', { law: alert.law })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
