import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useLanguage, useText } from '../../i18n/text'
import { NewRequest } from '../../requests/NewRequest'
import { useClientRequests, useRequestForm } from '../../requests/queries'
import { Hands, Standing } from '../../requests/Standing'
import '../../requests/requests.css'
import { Button } from '../../ui/Button'
import { longDate } from '../../ui/format'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'

/** What has been asked for the client, and asking for more. */
export default function RequestsTab({ clientId }: { clientId: string }) {
  const { t } = useTranslation('requests')
  const text = useText()
  const language = useLanguage()
  const query = useClientRequests(clientId)
  const form = useRequestForm()
  // Another screen may say what to ask and of whom.
  const [params, setParams] = useSearchParams()
  const asked = { kind: params.get('kind') ?? undefined, team: params.get('to') ?? undefined }
  const [making, setMaking] = useState(params.has('to'))
  const done = () => {
    setMaking(false)
    setParams({}, { replace: true })
  }
  if (query.isPending || form.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  if (form.isError) return <Retry error={form.error} again={() => void form.refetch()} />
  return (
    <div className="cl-page">
      <section className="card" aria-labelledby="rq-new">
        <div className="spread">
          <h2 id="rq-new">{t(making ? 'new' : 'of_client')}</h2>
          {!making && (
            <Button look="primary" onClick={() => setMaking(true)}>
              {t('new')}
            </Button>
          )}
        </div>
        {making && <NewRequest clientId={clientId} form={form.data} asked={asked} onDone={done} />}
      </section>
      {query.data.length === 0 ? (
        <p className="card empty">{t('none_of_client')}</p>
      ) : (
        <ul className="plain-list stack">
          {query.data.map((request) => (
            <li key={request.id} className="card">
              <div className="spread">
                <h3 className="opening-name">
                  <Link to={`/clients/${clientId}/requests/${request.id}`}>{text(request.name)}</Link>
                </h3>
                <Standing request={request} />
              </div>
              <p className="quiet">
                {t('from_to', { from: request.from_team, to: request.provider ?? request.to_team })} · {t('sent_on_day', { date: longDate(request.sent_at, language) })}
                <br />
                <Hands request={request} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
