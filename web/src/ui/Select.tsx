import { useId, type ReactNode, type SelectHTMLAttributes } from 'react'

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: ReactNode
  hint?: ReactNode
  error?: string
  hideLabel?: boolean
  optional?: ReactNode
}

/** The browser's own select in the design system's dress: works with every keyboard, phone and screen reader. */
export function Select({ label, hint, error, hideLabel = false, optional, children, className, ...rest }: SelectProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={['field', className ?? ''].join(' ').trim()}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'field-label'}>
        {label}
        {optional && <span className="field-optional"> ({optional})</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      <select {...rest} id={id} className="input" aria-describedby={described || undefined} aria-invalid={error ? true : undefined}>
        {children}
      </select>
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  )
}
