import { useTranslation } from 'react-i18next'
import type { WillExpression, WillInKanta } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'

/** What was said, in a line: the kind, and what it is of. */
export function useWhat(): (one: WillExpression) => string {
  const { t } = useTranslation(['will', 'codes'])
  const text = useText()
  return (one) => {
    const kind = one.label ? text(one.label) : t(`kind.${one.kind}`)
    const of = one.hidden ? t('hidden') : one.service_task ? t(`codes:service_task.${one.service_task}`) : one.document ? text(one.document.title) : ''
    return of ? `${kind}: ${of}` : kind
  }
}

const givers = ['guardian', 'trustee'] as const
const channels = ['own', 'in_person', 'phone', 'video', 'letter', 'kanta'] as const
const reasons = ['no_hetu', 'http_401', 'http_403', 'http_409', 'http_422'] as const

/** One thing said: when, how, by whom it was written down, and whether it holds. */
export function Said({ one, onWithdraw }: { one: WillExpression; onWithdraw?: () => void }) {
  const { t } = useTranslation('will')
  const when = useWhen()
  const what = useWhat()(one)
  const giver = givers.find((code) => code === one.given_by)
  const channel = channels.find((code) => code === one.channel)
  const given = [t('given_at', { time: when.instant(one.given_at) }), giver && t(`by.${giver}`), channel && t(`how.${channel}`), one.recorded_by && t('recorded_by', { name: one.recorded_by.name })]
  const ended = one.withdrawn_at && [t(one.withdrawn_kind === 'kanta' ? 'ended_in_kanta' : 'withdrawn_at', { time: when.instant(one.withdrawn_at) }), one.withdrawn_by && t('recorded_by', { name: one.withdrawn_by.name })]
  return (
    <li className="will-said">
      <div>
        <p>
          <b>{what}</b>
        </p>
        {one.kind === 'denial' && <p>{t(one.emergency_ok ? 'emergency_yes' : 'emergency_no')}</p>}
        <p className="quiet">{given.filter(Boolean).join(' · ')}</p>
        {one.text_version && <p className="quiet">{t('told_at', { time: when.instant(one.informed_at), version: one.text_version })}</p>}
        {one.kanta && <InKanta at={one.kanta} />}
        {ended && <p className="quiet">{ended.filter(Boolean).join(' · ')}</p>}
      </div>
      {onWithdraw && (
        <button type="button" className="btn btn-secondary" onClick={onWithdraw} aria-label={t('withdraw_of', { what })}>
          {t('withdraw')}
        </button>
      )}
    </li>
  )
}

/** Where it is on its way to Kanta, and why it has not gone. */
function InKanta({ at: { state, reason, at } }: { at: WillInKanta }) {
  const { t } = useTranslation('will')
  const when = useWhen()
  const known = reasons.find((code) => code === reason)
  const why = reason && (known ? t(`kanta_reason.${known}`) : t('kanta_reason.other', { code: reason }))
  if (state === 'there') return <p className="quiet">{at ? t('kanta_state.there_since', { time: when.instant(at) }) : t('kanta_state.there')}</p>
  if (state === 'refused') return <p className="note">{t('kanta_state.refused', { why })}</p>
  return <p className="quiet">{why ? t('kanta_state.waiting_why', { why }) : t('kanta_state.waiting')}</p>
}
