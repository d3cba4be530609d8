import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface FileFieldProps {
  label: string
  hint?: string
  error?: string
  accept: string
  /** A phone's camera is offered first. */
  capture?: 'environment'
  disabled?: boolean
  /** The file goes at once; the field is ready for the next. */
  onFile: (file: File) => void
}

/**
 * A file to be chosen. The browser's own field speaks the browser's language; here its button and the file's name are ours. The field
 * itself is out of sight but has the focus, the keys and the name that a screen reader tells.
 */
export function FileField({ label, hint, error, accept, capture, disabled = false, onFile }: FileFieldProps) {
  const { t } = useTranslation('common')
  const id = useId()
  const [name, setName] = useState('')
  const described = [hint && `${id}-hint`, `${id}-name`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field file-field">
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div className="file-row">
        <input
          id={id}
          className="file-input"
          type="file"
          accept={accept}
          capture={capture}
          disabled={disabled}
          aria-labelledby={`${id}-label ${id}-button`}
          aria-describedby={described}
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            const file = event.target.files?.[0]
            // The same file can be chosen again.
            event.target.value = ''
            if (!file) return
            setName(file.name)
            onFile(file)
          }}
        />
        <label htmlFor={id} id={`${id}-button`} className="btn btn-secondary" aria-disabled={disabled || undefined}>
          {t('file.choose')}
        </label>
        <span className="file-name" id={`${id}-name`}>
          {name || t('file.none')}
        </span>
      </div>
      {error && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
