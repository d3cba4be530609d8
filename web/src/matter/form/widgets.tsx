import type { WidgetProps } from '@rjsf/utils'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox, CheckboxGroup, RadioButton, RadioButtonGroup, Textarea, TextInput } from 'suomifi-ui-components'
import { fromFinnishDate, toFinnishDate } from './dates'

interface Option {
  value: unknown
  label: string
}

function optionsOf(props: WidgetProps): Option[] {
  return (props.options.enumOptions ?? []).map(({ value, label }) => ({ value: value as unknown, label }))
}

/** What the widgets share: name, explanation, whether it must be filled, and what is wrong with it. */
function useParts(props: WidgetProps) {
  const { t } = useTranslation('matter')
  const errors = props.rawErrors ?? []
  return {
    labelText: (
      <>
        {props.label}
        {props.required && <span className="doc-required"> ({t('form.required')})</span>}
      </>
    ),
    hint: typeof props.schema.description === 'string' ? props.schema.description : undefined,
    error: errors.length > 0 ? errors.join(' ') : undefined,
    off: Boolean(props.disabled || props.readonly),
  }
}

export function TextWidget(props: WidgetProps) {
  const { labelText, hint, error, off } = useParts(props)
  const numeric = props.schema.type === 'number' || props.schema.type === 'integer'
  return (
    <TextInput
      id={props.id}
      labelText={labelText}
      labelMode={props.hideLabel ? 'hidden' : 'visible'}
      hintText={hint}
      status={error ? 'error' : 'default'}
      statusText={error}
      disabled={off}
      fullWidth
      inputMode={numeric ? 'decimal' : undefined}
      value={props.value === undefined || props.value === null ? '' : String(props.value)}
      onChange={(value) => {
        const text = String(value ?? '')
        if (text === '') return props.onChange(undefined)
        if (!numeric) return props.onChange(text)
        const number = Number(text.replace(',', '.'))
        return props.onChange(Number.isFinite(number) ? number : text)
      }}
    />
  )
}

/** Lines of a field whose length the structure does not tell: a postal code and a story look alike, so it begins as one and grows. */
const linesOf = (text: string) => Math.min(12, text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / 80)), 0))

export function TextareaWidget(props: WidgetProps) {
  const { t } = useTranslation('matter')
  const { labelText, hint, error, off } = useParts(props)
  const phrase = typeof props.options.phrase === 'string' ? props.options.phrase : undefined
  const value = typeof props.value === 'string' ? props.value : ''
  const rows = typeof props.options.rows === 'number' ? props.options.rows : linesOf(value)
  const area = (
    <Textarea
      id={props.id}
      labelText={labelText}
      labelMode={props.hideLabel ? 'hidden' : 'visible'}
      hintText={hint}
      status={error ? 'error' : 'default'}
      statusText={error}
      disabled={off}
      resize="vertical"
      fullWidth
      rows={rows}
      value={value}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  )
  if (phrase === undefined) return area
  // A text that the structure gives whole: taken with one click, and may be changed.
  return (
    <>
      {area}
      {value === '' && !off && (
        <button type="button" className="doc-link" onClick={() => props.onChange(phrase)}>
          {t('form.use_phrase')}
          <span className="sr-only">: {props.label}</span>
        </button>
      )}
    </>
  )
}

/** Typed the Finnish way (24.11.2026), kept as ISO; what is not a date yet stays on screen and is said to be none. */
export function DateWidget(props: WidgetProps) {
  const { t } = useTranslation('matter')
  const { labelText, hint, error, off } = useParts(props)
  const iso = typeof props.value === 'string' ? props.value : undefined
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? toFinnishDate(iso)
  const bad = typed !== undefined && typed.trim() !== '' && fromFinnishDate(typed) === undefined
  return (
    <TextInput
      id={props.id}
      labelText={labelText}
      labelMode={props.hideLabel ? 'hidden' : 'visible'}
      hintText={hint ?? t('form.date_hint')}
      status={error || bad ? 'error' : 'default'}
      statusText={bad ? t('form.date_bad') : error}
      disabled={off}
      value={shown}
      className="doc-date"
      onChange={(value) => {
        const text = String(value ?? '')
        setTyped(text)
        const date = fromFinnishDate(text)
        if (text.trim() === '') props.onChange(undefined)
        else if (date) props.onChange(date)
      }}
      onBlur={() => {
        if (!bad) setTyped(undefined)
      }}
    />
  )
}

export function RadioWidget(props: WidgetProps) {
  const { t } = useTranslation('matter')
  const { labelText, hint, error, off } = useParts(props)
  const options = optionsOf(props)
  const chosen = options.findIndex((option) => option.value === props.value)
  return (
    <div className="doc-choice" id={props.id} tabIndex={-1}>
      <RadioButtonGroup
        name={props.id}
        labelText={labelText}
        labelMode={props.hideLabel ? 'hidden' : 'visible'}
        groupHintText={hint}
        groupStatus={error ? 'error' : 'default'}
        groupStatusText={error}
        value={chosen >= 0 ? String(chosen) : ''}
        onChange={(value) => props.onChange(options[Number(value)]?.value)}
      >
        {options.map((option, index) => (
          <RadioButton key={String(option.value)} value={String(index)} disabled={off}>
            {option.label}
          </RadioButton>
        ))}
      </RadioButtonGroup>
      {chosen >= 0 && !props.required && !off && (
        <button type="button" className="doc-link" onClick={() => props.onChange(undefined)}>
          {t('form.clear_choice')}
        </button>
      )}
    </div>
  )
}

/** The browser's own list: works with every keyboard, phone and screen reader. */
export function SelectWidget(props: WidgetProps) {
  const { t } = useTranslation('matter')
  const { labelText, hint, error, off } = useParts(props)
  const options = optionsOf(props)
  const chosen = options.findIndex((option) => option.value === props.value)
  const described = [hint ? `${props.id}-hint` : '', error ? `${props.id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={props.id} className={props.hideLabel ? 'sr-only' : 'field-label'}>
        {labelText}
      </label>
      {hint && (
        <p className="field-hint" id={`${props.id}-hint`}>
          {hint}
        </p>
      )}
      <select
        id={props.id}
        className="input"
        disabled={off}
        value={chosen >= 0 ? String(chosen) : ''}
        aria-describedby={described || undefined}
        aria-invalid={error ? true : undefined}
        onChange={(event) => props.onChange(event.target.value === '' ? undefined : options[Number(event.target.value)]?.value)}
      >
        <option value="">{props.required ? t('form.choose') : t('form.no_choice')}</option>
        {options.map((option, index) => (
          <option key={String(option.value)} value={String(index)}>
            {option.label}
          </option>
        ))}
      </select>
      {error && (
        <p className="field-error" id={`${props.id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}

export function CheckboxesWidget(props: WidgetProps) {
  const { labelText, hint, error, off } = useParts(props)
  const options = optionsOf(props)
  const values = Array.isArray(props.value) ? (props.value as unknown[]) : []
  return (
    <div className="doc-choice" id={props.id} tabIndex={-1}>
      <CheckboxGroup
        labelText={labelText}
        labelMode={props.hideLabel ? 'hidden' : 'visible'}
        groupHintText={hint}
        groupStatus={error ? 'error' : 'default'}
        groupStatusText={error}
      >
        {options.map((option) => (
          <Checkbox
            key={String(option.value)}
            disabled={off}
            checked={values.includes(option.value)}
            onClick={({ checkboxState }) =>
              // In the order of the list, whatever the order of the clicks, so that two people's same choices are the same.
              props.onChange(
                options
                  .map(({ value }) => value)
                  .filter((value) => (value === option.value ? checkboxState : values.includes(value))),
              )
            }
          >
            {option.label}
          </Checkbox>
        ))}
      </CheckboxGroup>
    </div>
  )
}

export function CheckboxWidget(props: WidgetProps) {
  const { error, off } = useParts(props)
  return (
    <Checkbox
      id={props.id}
      checked={props.value === true}
      disabled={off}
      status={error ? 'error' : 'default'}
      statusText={error}
      onClick={({ checkboxState }) => props.onChange(checkboxState)}
    >
      {props.label}
    </Checkbox>
  )
}
