import { useTranslation } from 'react-i18next'
import type { PlanTalk } from '../api/types'
import { useWhen } from '../client/when'

/** What has been said of a finding, and who has agreed. `own`: read by the client. */
export function Talk({ talk, own = false }: { talk: PlanTalk; own?: boolean }) {
  const { t } = useTranslation('planning')
  const when = useWhen()
  const name = (voice: 'staff' | 'client', who?: string) => (voice === 'client' ? t(own ? 'talk.you' : 'talk.client') : (who ?? t('talk.staff')))
  return (
    <div className="wp-talk">
      <ol className="plain-list">
        {talk.entries.map((entry, index) => (
          <li key={index} className={entry.voice === 'client' ? 'wp-own' : undefined}>
            <p className="quiet">
              <b>{name(entry.voice, entry.who?.name)}</b> {entry.step !== 'said' && `· ${t(`talk.step.${entry.step}`)} `}· {when.instant(entry.at)}
            </p>
            {entry.words && <p className="wp-said">{entry.words}</p>}
          </li>
        ))}
      </ol>
      <p>
        {talk.agreed.length === 0
          ? t('talk.nobody_agreed')
          : t('talk.agreed', { who: talk.agreed.map((one) => `${name(one.voice, one.who?.name)} ${when.day(one.at)}`).join(', ') })}
      </p>
    </div>
  )
}
