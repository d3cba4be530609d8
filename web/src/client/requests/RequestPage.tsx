import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useLanguage, useText } from '../../i18n/text'
import { placeOf } from '../../requests/places'
import { useServiceRequest } from '../../requests/queries'
import '../../requests/requests.css'
import { Hands, Standing } from '../../requests/Standing'
import { Steps } from '../../requests/Steps'
import { dateTime } from '../../ui/format'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'

/** One request: what was asked, in whose hands it is, what one can do, and all that has happened to it. */
export default function RequestPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('requests')
  const text = useText()
  const language = useLanguage()
  const { requestId = '' } = useParams()
  const query = useServiceRequest(clientId, requestId)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const request = query.data
  const place = request.result_item && request.result_id ? placeOf(clientId, { item: request.result_item, id: request.result_id }) : undefined
  return (
    <div className="cl-page">
      <p>
        <Link to={`/clients/${clientId}/requests`}>{t('back')}</Link>
      </p>
      <section className="card stack" aria-labelledby="rq-one">
        <div className="spread">
          <h2 id="rq-one">{text(request.name)}</h2>
          <Standing request={request} />
        </div>
        <p className="rq-words">{request.words}</p>
        <dl className="rq-facts">
          <dt>{t('from')}</dt>
          <dd>{[request.from_team, request.from?.name].filter(Boolean).join(', ')}</dd>
          <dt>{t('to')}</dt>
          <dd>{[request.provider ?? request.to_team, request.handler?.name].filter(Boolean).join(', ')}</dd>
          {request.provider && (
            <>
              <dt>{t('told_by')}</dt>
              <dd>{request.to_team}</dd>
            </>
          )}
          <dt>{t('basis')}</dt>
          <dd>{t(`basis_of.${request.basis}`)}</dd>
          {request.declined && (
            <>
              <dt>{t('reason')}</dt>
              <dd>{text(request.declined)}</dd>
            </>
          )}
          {request.result && (
            <>
              <dt>{t('result')}</dt>
              <dd className="rq-words">
                {request.result} {place && <Link to={place}>{t('result_place')}</Link>}
              </dd>
            </>
          )}
        </dl>
        <p className="quiet">
          <Hands request={request} />
        </p>
        <Steps request={request} />
      </section>
      <section className="card" aria-labelledby="rq-history">
        <h2 id="rq-history">{t('history')}</h2>
        <ol className="plain-list stack">
          {request.steps.map((step, index) => (
            <li key={`${step.step}${index}`}>
              <b>{t(`step.${step.step}`)}</b>{' '}
              <span className="quiet">{[dateTime(step.at, language), step.by?.name, step.team].filter(Boolean).join(' · ')}</span>
              {step.reason && <p>{text(step.reason)}</p>}
              {step.words && <p className="rq-words">{step.words}</p>}
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}
