import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/text'
import { dateTime, longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { AnswersPage } from './AnswersPage'
import type { Feedback } from './types'

/** Feedback on accessibility: what is due first on top. */
export default function FeedbackPage() {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  return (
    <AnswersPage<Feedback>
      what="feedback"
      title={t('feedback.title')}
      lead={t('feedback.explain')}
      counted={(count) => t('feedback.count', { count })}
      empty={(open) => t(open ? 'feedback.empty_open' : 'feedback.empty')}
      show={(one) => ({
        head: (
          <>
            <strong>{dateTime(one.received_at, language)}</strong>
            <Pill tone={one.state === 'answered' ? 'success' : one.late ? 'danger' : 'warning'}>
              {one.state === 'answered' ? t('faults.states.answered') : t(one.late ? 'feedback.late' : 'feedback.due', { date: longDate(one.due_on, language) })}
            </Pill>
          </>
        ),
        facts: (
          <>
            <dt>{t('feedback.page')}</dt>
            <dd>{one.page || t('feedback.no_page')}</dd>
            <dt>{t('feedback.contact')}</dt>
            <dd>{one.contact ?? t('feedback.no_contact')}</dd>
            <dt>{t('feedback.language')}</dt>
            <dd>{t(`feedback.languages.${one.language}`)}</dd>
          </>
        ),
        hint: t(one.contact ? 'feedback.answer_contact' : 'feedback.answer_code'),
        name: dateTime(one.received_at, language),
        language: one.language,
      })}
    />
  )
}
