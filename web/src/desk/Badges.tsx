import { useTranslation } from 'react-i18next'
import type { MatterCard } from '../api/types'
import { useWhen } from '../client/when'
import { DeadlineBadge } from '../ui/DeadlineBadge'
import { Pill } from '../ui/Pill'

/** What asks for attention on a matter, the deadline first. */
export function Badges({ card }: { card: MatterCard }) {
  const { t } = useTranslation('desk')
  const when = useWhen()
  const deadline = card.next_deadline
  return (
    <span className="badges">
      {card.paused || deadline?.state === 'paused' ? (
        <Pill>
          {t(card.paused?.until ? 'paused_until' : 'paused', {
            reason: t(`codes:pause.${card.paused?.reason ?? deadline?.paused_reason ?? 'other'}`, { defaultValue: t('codes:pause.other') }),
            date: card.paused?.until ? when.shortDay(card.paused.until) : '',
          })}
        </Pill>
      ) : deadline ? (
        <DeadlineBadge deadline={deadline} />
      ) : (
        <span className="quiet">{t('no_deadline')}</span>
      )}
      {card.urgency === 'urgent' && <Pill tone="danger">{t('codes:urgency.urgent')}</Pill>}
      {card.badges.map((badge) => (
        <Pill key={badge.code} tone={badge.tone}>
          {t(`codes:badge.${badge.code}`, { defaultValue: t('codes:badge.other') })}
        </Pill>
      ))}
      {card.clients.some((client) => client.protected) && <Pill tone="warning">{t('people:card.protected')}</Pill>}
    </span>
  )
}
