import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { worksOnMatters } from '../app/home'
import { useProfessional } from '../app/session'
import { useText } from '../i18n/text'
import { useClientAlerts } from './queries'
import './alerts.css'

/** Open alerts about the client, above their pages; for those who have a desk. */
export function AlertBand({ clientId }: { clientId: string }) {
  const { t } = useTranslation('alerts')
  const text = useText()
  const alerts = useClientAlerts(clientId, worksOnMatters(useProfessional().role)).data ?? []
  if (alerts.length === 0) return null
  return (
    <section className="note note-warning alert-band" aria-label={t('band')}>
      <ul className="plain-list">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <strong>{text(alert.rule.label)}</strong> {text(alert.why)}
          </li>
        ))}
      </ul>
      <Link to="/alerts">{t('band_link')}</Link>
    </section>
  )
}
