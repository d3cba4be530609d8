import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ClientMatter, Text } from '../api/types'
import { useText } from '../i18n/text'

interface Goal {
  text: string
}
interface Service {
  what: Text | string
  who?: string
  how_often?: string
}

/** My plan in short, with the whole of it a click away. */
export function PlanCard({ plan }: { plan: NonNullable<ClientMatter['plan']> }) {
  const { t } = useTranslation('my')
  const text = useText()
  return (
    <section className="my-card" aria-labelledby="my-plan">
      <h2 id="my-plan">{t('plan.title')}</h2>
      {plan.goals.length > 0 && (
        <>
          <h3>{t('plan.goals')}</h3>
          <ul>
            {plan.goals.map((goal, index) => (
              <li key={index}>{(goal as Goal).text}</li>
            ))}
          </ul>
        </>
      )}
      {plan.services.length > 0 && (
        <>
          <h3>{t('plan.services')}</h3>
          <ul>
            {(plan.services as Service[]).map((service, index) => (
              <li key={index}>{[text(service.what), service.who, service.how_often].filter(Boolean).join(', ')}</li>
            ))}
          </ul>
        </>
      )}
      {plan.document_id && (
        <p>
          <Link className="btn btn-secondary" to={`/my/documents/${plan.document_id}`}>
            {t('plan.read')}
          </Link>
        </p>
      )}
    </section>
  )
}
