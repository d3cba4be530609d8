import { useTranslation } from 'react-i18next'
import type { Deadline } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { deadlineWords } from './deadline'
import { longDate, today } from './format'
import { Pill } from './Pill'

/** A deadline at a glance; which one and by which section of law is in its title and read aloud. */
export function DeadlineBadge({ deadline }: { deadline: Deadline }) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const text = useText()
  const words = deadlineWords(deadline, today(), t, language)
  const what = [text(deadline.label), deadline.due_on && longDate(deadline.due_on, language), deadline.section].filter(Boolean).join(' · ')
  return (
    <Pill tone={words.tone} title={what}>
      <span className="sr-only">{text(deadline.label)}: </span>
      {words.text}
    </Pill>
  )
}
