import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Ask } from '../consultation/Ask'
import { useClientConsultations, useConsultForm } from '../consultation/queries'
import { Standing } from '../consultation/Standing'
import { useLanguage, useText } from '../i18n/text'
import '../requests/requests.css'
import { Button } from '../ui/Button'
import { dateTime } from '../ui/format'
import { Retry } from './parts/Retry'
import { Skeleton } from './parts/Skeleton'
import { useSummary } from './queries'

/** What specialists have been asked about the client, and asking. */
export default function ConsultationsTab({ clientId }: { clientId: string }) {
  const { t } = useTranslation('consultation')
  const language = useLanguage()
  const text = useText()
  const query = useClientConsultations(clientId)
  const form = useConsultForm()
  const summary = useSummary(clientId)
  const [asking, setAsking] = useState(false)
  if (query.isPending || form.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  if (form.isError) return <Retry error={form.error} again={() => void form.refetch()} />
  const matters = (summary.data?.open ?? []).filter(({ what }) => what.kind === 'matter').map(({ what, ref }) => ({ id: ref.id, title: typeof what.title === 'string' ? what.title : text(what.title) }))
  return (
    <div className="cl-page">
      <section className="card" aria-labelledby="cs-new">
        <div className="spread">
          <h2 id="cs-new">{t(asking ? 'new' : 'of_client')}</h2>
          {!asking && (
            <Button look="primary" onClick={() => setAsking(true)}>
              {t('new')}
            </Button>
          )}
        </div>
        {asking && (summary.data ? <Ask clientId={clientId} form={form.data} matters={matters} onDone={() => setAsking(false)} /> : <Skeleton lines={4} />)}
      </section>
      {query.data.length === 0 ? (
        <p className="card empty">{t('none')}</p>
      ) : (
        <ul className="plain-list stack">
          {query.data.map((one) => (
            <li key={one.id} className="card">
              <div className="spread">
                <h3 className="opening-name">
                  <Link to={`/clients/${clientId}/consultations/${one.id}`}>{one.question}</Link>
                </h3>
                <Standing one={one} />
              </div>
              <p className="quiet">
                {t('from_to', { from: one.from_team, to: one.to_team })} · {dateTime(one.sent_at, language)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
