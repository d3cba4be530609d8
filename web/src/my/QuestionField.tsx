import { useTranslation } from 'react-i18next'
import type { ServiceTask, Urgency } from '../api/types'
import { LongTextField, TextField } from '../ui/Field'
import type { Answers, Question } from './newMatter'

const NEEDS = ['1', '2', '3', '4', '6', '7', '8', '9', '10', '11', '5', '99'] as const
const SERVICES: readonly (ServiceTask | 'unknown')[] = ['older_people', 'disability', 'working_age', 'families', 'substance', 'unknown']
const URGENCIES: readonly Urgency[] = ['urgent', 'soon', 'non_urgent']

interface Props {
  question: Question
  answers: Answers
  onChange: (answers: Answers) => void
  wrong: boolean
}

/** One question with its way of answering. */
export function QuestionField({ question, answers, onChange, wrong }: Props) {
  const { t } = useTranslation('my')
  const error = wrong ? t('new.missing') : undefined
  const set = (part: Partial<Answers>) => onChange({ ...answers, ...part })
  switch (question) {
    case 'about':
      return <Choices name="about" label={t('question.about.title')} values={['self', 'other']} value={answers.about} onChange={(about) => set({ about })} words={(one) => t(`question.about.options.${one}`)} error={error} />
    case 'who':
      return (
        <>
          <TextField label={t('question.who.name')} hint={t('question.who.hint')} value={answers.name ?? ''} onChange={(name) => set({ name })} error={error} />
          <TextField label={t('question.who.contact')} optional={t('optional')} value={answers.contact ?? ''} onChange={(contact) => set({ contact })} />
        </>
      )
    case 'service':
      return (
        <Choices
          name="service"
          label={t('question.service.title')}
          values={SERVICES}
          value={answers.service_task}
          onChange={(service_task) => set({ service_task })}
          words={(one) => t(`question.service.options.${one}`)}
          error={error}
        />
      )
    case 'needs':
      return (
        <fieldset className="fld-set">
          <legend className="my-hint">{t('question.needs.hint')}</legend>
          {NEEDS.map((code) => (
            <label key={code} className="radio-line">
              <input
                type="checkbox"
                checked={answers.need_reasons.includes(code)}
                onChange={(event) => set({ need_reasons: event.target.checked ? [...answers.need_reasons, code] : answers.need_reasons.filter((one) => one !== code) })}
              />
              <span>{t(`need.${code}`)}</span>
            </label>
          ))}
        </fieldset>
      )
    case 'text':
      return <LongTextField label={t('question.text.label')} hint={t('question.text.hint')} rows={7} value={answers.text ?? ''} onChange={(text) => set({ text })} error={error} />
    case 'urgency':
      return (
        <>
          <p className="note note-warning">{t('emergency')}</p>
          <Choices
            name="urgency"
            label={t('question.urgency.title')}
            values={URGENCIES}
            value={answers.urgency_felt}
            onChange={(urgency_felt) => set({ urgency_felt })}
            words={(one) => t(`question.urgency.options.${one}`)}
            error={error}
          />
        </>
      )
    case 'reply':
      return (
        <Choices
          name="reply"
          label={t('question.reply.title')}
          values={['yes', 'no']}
          value={answers.reply_wanted === undefined ? undefined : answers.reply_wanted ? 'yes' : 'no'}
          onChange={(one) => set({ reply_wanted: one === 'yes' })}
          words={(one) => t(`question.reply.options.${one}`)}
          error={error}
        />
      )
  }
}

function Choices<V extends string>({ name, label, values, value, onChange, words, error }: { name: string; label: string; values: readonly V[]; value: V | undefined; onChange: (value: V) => void; words: (value: V) => string; error?: string }) {
  return (
    <fieldset className="fld-set" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="sr-only">{label}</legend>
      {values.map((one) => (
        <label key={one} className="radio-line">
          <input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} />
          <span>{words(one)}</span>
        </label>
      ))}
      {error && (
        <p className="field-error" id={`${name}-error`} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
