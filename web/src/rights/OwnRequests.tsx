import { useTranslation } from 'react-i18next'
import type { RightsRequest } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { Certificate } from './Certificate'
import { useKind } from './useKind'

/** What I have asked to be mended, and the answers; a refusal is its own certificate, with how to go on. */
export function OwnRequests({ requests }: { requests: RightsRequest[] }) {
  const { t } = useTranslation('rights')
  const text = useText()
  const when = useWhen()
  const kind = useKind()
  return (
    <ul className="rights-list">
      {requests.map((one) => (
        <li key={one.id} className="rights-item">
          <p className="rights-head">
            <b>{[kind(one.object_kind), one.object_label].filter(Boolean).join(': ')}</b>
            <Pill tone={one.state === 'waiting' ? 'info' : one.state === 'refused' ? 'danger' : 'success'}>
              {t(one.state === 'waiting' ? 'state.waiting' : `outcome.${one.outcome === 'refused' ? 'refused' : one.outcome === 'partly' ? 'partly' : 'mended'}`)}
            </Pill>
          </p>
          <p className="quiet">{t('asked_on', { day: when.day(one.asked_at.slice(0, 10)) })}</p>
          <dl className="rights-said">
            <dt>{t('correction.wrong')}</dt>
            <dd>{one.wrong}</dd>
            <dt>{t('correction.right')}</dt>
            <dd>{one.correct}</dd>
          </dl>
          {one.extended_reason && <p>{t('extended', { reason: one.extended_reason })}</p>}
          {one.state === 'waiting' ? (
            <p>{t('answer_by', { day: when.day(one.due_on) })}</p>
          ) : (
            <>
              <p>
                <b>{t('answered', { name: one.answered_by?.name ?? '', day: when.instant(one.answered_at) })}</b> {one.answer}
              </p>
              {one.appeal && (
                <div className="rights-appeal">
                  <h3>{t('appeal')}</h3>
                  <p>{text(one.appeal.about)}</p>
                  <p className="quiet">{one.appeal.law}</p>
                  <Certificate path={`/client/rights/requests/${one.id}/certificate.pdf`} />
                </div>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
