import { useTranslation } from 'react-i18next'
import type { Consultation } from '../api/types'
import { useLanguage } from '../i18n/text'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'

const tones = { sent: 'info', taken: 'info', answered: 'success', advised: 'success', referred: 'neutral', declined: 'warning', withdrawn: 'neutral' } as const

/** Where a consultation stands, and by when it is answered. */
export function Standing({ one }: { one: Consultation }) {
  const { t } = useTranslation('consultation')
  const language = useLanguage()
  const unanswered = one.state === 'sent' || one.state === 'taken'
  return (
    <span className="row">
      <Pill tone={tones[one.state]}>{t(one.asked_at ? 'state.asked' : `state.${one.state}`)}</Pill>
      {unanswered && <Pill tone={one.late ? 'danger' : 'neutral'}>{t(one.late ? 'late_since' : 'answer_by', { at: dateTime(one.due_at, language) })}</Pill>}
    </span>
  )
}
