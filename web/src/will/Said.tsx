import { useTranslation } from 'react-i18next'
import type { WillExpression } from '../api/types'
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
const channels = ['own', 'in_person', 'phone', 'video', 'letter'] as const

/** One thing said: when, how, by whom it was written down, and whether it holds. */
export function Said({ one, onWithdraw }: { one: WillExpression; onWithdraw?: () => void }) {
  const { t } = useTranslation('will')
  const when = useWhen()
  const what = useWhat()(one)
  const giver = givers.find((code) => code === one.given_by)
  const channel = channels.find((code) => code === one.channel)
  const given = [t('given_at', { time: when.instant(one.given_at) }), giver && t(`by.${giver}`), channel && t(`how.${channel}`), one.recorded_by && t('recorded_by', { name: one.recorded_by.name })]
  const ended = one.withdrawn_at && [t('withdrawn_at', { time: when.instant(one.withdrawn_at) }), one.withdrawn_by && t('recorded_by', { name: one.withdrawn_by.name })]
  return (
    <li className="will-said">
      <div>
        <p>
          <b>{what}</b>
        </p>
        {one.kind === 'denial' && <p>{t(one.emergency_ok ? 'emergency_yes' : 'emergency_no')}</p>}
        <p className="quiet">{given.filter(Boolean).join(' · ')}</p>
        {one.text_version && <p className="quiet">{t('told_at', { time: when.instant(one.informed_at), version: one.text_version })}</p>}
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
