import { useTranslation } from 'react-i18next'
import type { Restriction } from '../api/types'
import { sentence, useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { useKind } from './useKind'

/** What is marked as restricted, why and since when. */
export function Restrictions({ restrictions, acts }: { restrictions: Restriction[]; acts?: (restriction: Restriction) => React.ReactNode }) {
  const { t } = useTranslation(['rights', 'codes'])
  const text = useText()
  const when = useWhen()
  const kind = useKind()
  return (
    <ul className="rights-list">
      {restrictions.map((one) => (
        <li key={one.id} className="rights-item">
          <p className="rights-head">
            <b>{[kind(one.object_kind), one.object_label].filter(Boolean).join(': ')}</b>
            <Pill tone={one.lifted_at ? 'neutral' : 'warning'}>{t(one.lifted_at ? 'restriction.lifted' : 'restriction.mark')}</Pill>
          </p>
          <p className="quiet">
            {t(`codes:register.${one.register}`)}, {t(`codes:service_task.${one.service_task}`)} · {t('restriction.since', { day: when.day(one.marked_at.slice(0, 10)) })}
          </p>
          <p>
            {sentence(text(one.ground_label) || one.ground)} {one.why}
          </p>
          {one.informed_at && !one.lifted_at && <p>{t('restriction.told', { day: when.day(one.informed_at.slice(0, 10)), reason: one.lift_reason })}</p>}
          {one.lifted_at && <p className="quiet">{t('restriction.lifted_on', { day: when.day(one.lifted_at.slice(0, 10)), reason: one.lift_reason })}</p>}
          {acts?.(one)}
        </li>
      ))}
    </ul>
  )
}
