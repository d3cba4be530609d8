import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Choice, LobbyForm, LobbyView, Situation } from '../api/types'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { LongTextField, TextField } from '../ui/Field'
import { Select } from '../ui/Select'
import { knownOf, type Known } from './known'

export interface AnswerValues {
  service_task: string
  urgency: string
  need_reasons: string[]
  notifier: string
  notifier_name: string
  own_words: string
  description: string
  discharge_on: string
}

interface AnswersProps {
  form: LobbyForm
  view: LobbyView | undefined
  situation: Situation
  values: AnswerValues
  given: Partial<AnswerValues>
  errors: Record<string, string>
  onChange: (change: Partial<AnswerValues>) => void
}

/** Only what is not known is asked; what is known is shown with where it comes from, and can be changed. */
export function Answers({ form, view, situation, values, given, errors, onChange }: AnswersProps) {
  const { t } = useTranslation('lobby')
  const text = useText()
  const [opened, setOpened] = useState<Set<string>>(new Set())
  const known = (field: keyof AnswerValues) => (given[field] === undefined && !opened.has(field) ? knownOf(view, field) : undefined)
  const label = (choices: Choice[], code: string) => text(choices.find((one) => one.code === code)?.label ?? code)

  const field = (name: keyof AnswerValues, title: string, words: (known: Known) => string, ask: () => ReactNode) => {
    const found = known(name)
    return (
      <div data-field={name} key={name}>
        {found ? (
          <div className="known">
            <span>
              <span className="field-label">{title}</span> {words(found)} <span className="known-source">{found.source ? t('known.from', { source: text(found.source) }) : t('known.known')}</span>
            </span>
            <Button look="plain" size="small" aria-label={t('known.change_named', { field: title })} onClick={() => setOpened((before) => new Set(before).add(name))}>
              {t('known.change')}
            </Button>
          </div>
        ) : (
          ask()
        )}
      </div>
    )
  }
  const one = (known: Known) => (Array.isArray(known.value) ? known.value.join(', ') : known.value)

  return (
    <div className="stack">
      {field(
        'service_task',
        t('ask.service_task'),
        (found) => label(form.service_tasks, one(found)),
        () => (
          <Select label={t('ask.service_task')} value={values.service_task} error={errors.service_task} onChange={(event) => onChange({ service_task: event.target.value })}>
            <option value="">{t('ask.choose')}</option>
            {form.service_tasks.map((choice) => (
              <option key={choice.code} value={choice.code}>
                {text(choice.label)}
              </option>
            ))}
          </Select>
        ),
      )}
      {field(
        'urgency',
        t('ask.urgency'),
        (found) => label(form.urgencies, one(found)),
        () => (
          <fieldset className="choice-row choice-inline">
            <legend>{t('ask.urgency')}</legend>
            {form.urgencies.map((choice) => (
              <label key={choice.code}>
                <input type="radio" name="urgency" checked={values.urgency === choice.code} onChange={() => onChange({ urgency: choice.code })} />
                {text(choice.label)}
              </label>
            ))}
            {errors.urgency && <p className="field-error">{errors.urgency}</p>}
          </fieldset>
        ),
      )}
      {field(
        'need_reasons',
        t('ask.need_reasons'),
        (found) => [found.value].flat().map((code) => label(form.need_reasons, code)).join(', '),
        () => (
          <fieldset className="choice-row choice-columns">
            <legend>{t('ask.need_reasons')}</legend>
            {form.need_reasons.map((choice) => (
              <label key={choice.code}>
                <input
                  type="checkbox"
                  checked={values.need_reasons.includes(choice.code)}
                  onChange={(event) =>
                    onChange({ need_reasons: event.target.checked ? [...values.need_reasons, choice.code] : values.need_reasons.filter((code) => code !== choice.code) })
                  }
                />
                {text(choice.label)}
              </label>
            ))}
            {errors.need_reasons && <p className="field-error">{errors.need_reasons}</p>}
          </fieldset>
        ),
      )}
      {situation === 'acute_discharge' &&
        field('discharge_on', t('ask.discharge_on'), one, () => (
          <DateField label={t('ask.discharge_on')} value={values.discharge_on} error={errors.discharge_on} onChange={(discharge_on) => onChange({ discharge_on })} />
        ))}
      {field('own_words', t('ask.own_words'), one, () => (
        <LongTextField label={t('ask.own_words')} optional={t('common:optional')} hint={t('ask.own_words_hint')} value={values.own_words} onChange={(own_words) => onChange({ own_words })} rows={2} />
      ))}
      <LongTextField label={t('ask.description')} optional={t('common:optional')} hint={t('ask.description_hint')} value={values.description} onChange={(description) => onChange({ description })} rows={3} />
      <div className="form-grid">
        {field(
          'notifier',
          t('ask.notifier'),
          (found) => label(form.notifiers, one(found)),
          () => (
            <Select label={t('ask.notifier')} value={values.notifier} error={errors.notifier} onChange={(event) => onChange({ notifier: event.target.value })}>
              <option value="">{t('ask.choose')}</option>
              {form.notifiers.map((choice) => (
                <option key={choice.code} value={choice.code}>
                  {text(choice.label)}
                </option>
              ))}
            </Select>
          ),
        )}
        {field('notifier_name', t('ask.notifier_name'), one, () => (
          <TextField label={t('ask.notifier_name')} optional={t('common:optional')} value={values.notifier_name} onChange={(notifier_name) => onChange({ notifier_name })} autoComplete="off" />
        ))}
      </div>
    </div>
  )
}
