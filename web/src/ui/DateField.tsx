import { DateInput } from 'suomifi-ui-components'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/text'
import { readDate } from './format'

interface DateFieldProps {
  label: ReactNode
  /** A local date, `2026-11-24`, or '' */
  value: string
  onChange: (value: string) => void
  hint?: string
  error?: string
  optional?: string
}

/** A date typed as 24.11.2026 or picked; hands on a local date, or '' while what is typed is no date. */
export function DateField({ label, value, onChange, hint, error, optional }: DateFieldProps) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const [typed, setTyped] = useState(() => show(value))
  const [left, setLeft] = useState(false)
  const bad = typed.trim() !== '' && readDate(typed) === undefined
  const wrong = error ?? (left && bad ? t('date.bad') : undefined)
  return (
    <DateInput
      fullWidth
      datePickerEnabled
      language={language}
      labelText={label}
      optionalText={optional}
      hintText={hint ?? t('date.hint')}
      status={wrong ? 'error' : 'default'}
      statusText={wrong ?? ''}
      value={typed}
      onBlur={() => setLeft(true)}
      onChange={({ value: next }) => {
        setTyped(next)
        onChange(readDate(next) ?? '')
      }}
    />
  )
}

function show(value: string): string {
  const [year, month, day] = value.split('-')
  return year && month && day ? `${Number(day)}.${Number(month)}.${year}` : ''
}
