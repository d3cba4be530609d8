import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ClientMatter } from '../api/types'

/** A goal or a service may come as plain text or as an object with one; the words are what the client reads. */
function words(entry: unknown, keys: readonly string[]): string[] {
  if (typeof entry === 'string') return [entry]
  if (typeof entry !== 'object' || entry === null) return []
  return keys.map((key) => (entry as Record<string, unknown>)[key]).filter((value): value is string => typeof value === 'string' && value !== '')
}

/** My plan in short, with the whole of it a click away. */
export function PlanCard({ plan }: { plan: NonNullable<ClientMatter['plan']> }) {
  const { t } = useTranslation('my')
  return (
    <section className="my-card" aria-labelledby="my-plan">
      <h2 id="my-plan">{t('plan.title')}</h2>
      {plan.goals.length > 0 && (
        <>
          <h3>{t('plan.goals')}</h3>
          <ul>
            {plan.goals.map((goal, index) => (
              <li key={index}>{words(goal, ['text', 'goal', 'own_words', 'what'])[0]}</li>
            ))}
          </ul>
        </>
      )}
      {plan.services.length > 0 && (
        <>
          <h3>{t('plan.services')}</h3>
          <ul>
            {plan.services.map((service, index) => (
              <li key={index}>{words(service, ['what', 'service', 'who', 'how_often']).join(', ')}</li>
            ))}
          </ul>
        </>
      )}
      <p>
        <Link className="btn btn-secondary" to={`/my/documents/${plan.document_id}`}>
          {t('plan.read')}
        </Link>
      </p>
    </section>
  )
}
