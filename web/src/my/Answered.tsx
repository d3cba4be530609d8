import { useTranslation } from 'react-i18next'
import type { Answers, Question } from './newMatter'

/** An answer as it will be read. */
export function Answered({ question, answers }: { question: Question; answers: Answers }) {
  const { t } = useTranslation('my')
  switch (question) {
    case 'about':
      return <>{answers.about && t(`question.about.options.${answers.about}`)}</>
    case 'who':
      return <>{[answers.name, answers.contact].filter(Boolean).join(', ')}</>
    case 'service':
      return <>{answers.service_task && t(`question.service.options.${answers.service_task}`)}</>
    case 'needs':
      return <>{answers.need_reasons.length > 0 ? answers.need_reasons.map((code) => t(`need.${code}` as 'need.1')).join(', ') : t('new.not_said')}</>
    case 'text':
      return <span className="mt-text">{answers.text}</span>
    case 'urgency':
      return <>{answers.urgency_felt && t(`question.urgency.options.${answers.urgency_felt}`)}</>
    case 'reply':
      return <>{t(answers.reply_wanted ? 'question.reply.options.yes' : 'question.reply.options.no')}</>
  }
}
