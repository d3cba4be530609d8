import { useTranslation } from 'react-i18next'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { useClientRights } from './queries'
import './rights.css'

/** A row of a client's, or a whole register and task of theirs. */
interface Row {
  clientId: string
  id: string
  within?: { register: string; service_task: string }
}

/** Beside a row whose processing is restricted: that it is, on what ground and since when. Nothing beside the others. */
export function RestrictedMark({ clientId, id, within }: Row) {
  const { t } = useTranslation('rights')
  const text = useText()
  const when = useWhen()
  const reaches = (one: { object_id?: string; register: string; service_task: string }) =>
    one.object_id ? one.object_id === id : within !== undefined && one.register === within.register && one.service_task === within.service_task
  const restriction = useClientRights(clientId).data?.restrictions.find(reaches)
  if (!restriction) return null
  const ground = text(restriction.ground_label) || restriction.ground
  return (
    <p className="rights-mark">
      <Pill tone="warning">{t('restriction.mark')}</Pill> {ground}, {t('restriction.since', { day: when.day(restriction.marked_at.slice(0, 10)) })}. {t('restriction.read_only')}
    </p>
  )
}
