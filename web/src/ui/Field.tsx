import { Textarea, TextInput } from 'suomifi-ui-components'
import type { ReactNode } from 'react'

interface FieldProps {
  label: ReactNode
  value: string
  onChange: (value: string) => void
  hint?: string
  error?: string
  /** Said after the label, in brackets, when the answer may be left out. */
  optional?: string
  placeholder?: string
  id?: string
  autoComplete?: string
  inputMode?: 'text' | 'numeric' | 'tel' | 'email'
  rows?: number
  required?: boolean
}

export function TextField({ label, value, onChange, hint, error, optional, rows: _rows, required, ...rest }: FieldProps) {
  return (
    <TextInput
      {...rest}
      fullWidth
      labelText={label}
      optionalText={optional}
      hintText={hint}
      status={error ? 'error' : 'default'}
      statusText={error ?? ''}
      value={value}
      aria-required={required}
      onChange={(next) => onChange(String(next ?? ''))}
    />
  )
}

export function LongTextField({ label, value, onChange, hint, error, optional, required, inputMode: _mode, autoComplete: _auto, rows = 3, ...rest }: FieldProps) {
  return (
    <Textarea
      {...rest}
      fullWidth
      rows={rows}
      labelText={label}
      optionalText={optional}
      hintText={hint}
      status={error ? 'error' : 'default'}
      statusText={error ?? ''}
      value={value}
      aria-required={required}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
