import { useTranslation } from 'react-i18next'
import type { ServiceRequest } from '../api/types'
import { useLanguage } from '../i18n/text'
import { longDate, today } from '../ui/format'
import { Pill } from '../ui/Pill'
import { urgencyOf } from './places'

const stateTones = { sent: 'info', accepted: 'info', declined: 'warning', done: 'success', followed: 'neutral', withdrawn: 'neutral' } as const
const timeTones = { late: 'danger', soon: 'warning', calm: 'neutral' } as const

/** Where a request stands, and by when it moves on. */
export function Standing({ request }: { request: ServiceRequest }) {
  const { t } = useTranslation('requests')
  const language = useLanguage()
  const urgency = urgencyOf(request, today())
  return (
    <span className="row">
      <Pill tone={stateTones[request.state]}>{t(request.asked_at ? 'state.asked' : `state.${request.state}`)}</Pill>
      {urgency !== 'none' && request.due_on && (
        <Pill tone={timeTones[urgency]}>{t(urgency === 'late' ? 'late_since' : 'due', { date: longDate(request.due_on, language) })}</Pill>
      )}
    </span>
  )
}

/** In whose hands it is, in words. */
export function Hands({ request }: { request: ServiceRequest }) {
  const { t } = useTranslation('requests')
  if (!request.waits_for) return null
  const receiver = request.provider ?? request.to_team
  return <>{request.waits_for === 'receiver' ? t('hands.receiver', { team: receiver }) : t(`hands.${request.asked_at ? 'asked' : request.state === 'declined' ? 'declined' : 'done'}`, { team: request.from_team })}</>
}
