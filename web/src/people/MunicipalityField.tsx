import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/text'
import municipalities from './municipalities.json'

interface MunicipalityFieldProps {
  /** The three-digit code, or '' */
  value: string
  onChange: (code: string) => void
  error?: string
}

const rows = municipalities as [code: string, fi: string, sv: string][]
const same = (a: string, b: string) => a.localeCompare(b, 'fi', { sensitivity: 'base' }) === 0

/** A municipality by its Finnish or Swedish name. */
export function MunicipalityField({ value, onChange, error }: MunicipalityFieldProps) {
  const { t } = useTranslation('people')
  const language = useLanguage()
  const id = useId()
  const name = (row: (typeof rows)[number]) => (language === 'sv' ? row[2] : row[1])
  const [typed, setTyped] = useState(() => {
    const row = rows.find(([code]) => code === value)
    return row ? name(row) : ''
  })
  const [left, setLeft] = useState(false)
  const unknown = left && typed.trim() !== '' && value === ''
  const wrong = error ?? (unknown ? t('new.municipality_bad') : undefined)
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {t('new.municipality')} <span className="field-optional">({t('common:optional')})</span>
      </label>
      <input
        id={id}
        className="input"
        list={`${id}-list`}
        autoComplete="off"
        value={typed}
        placeholder={t('new.municipality_hint')}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${id}-error` : undefined}
        onBlur={() => setLeft(true)}
        onChange={(event) => {
          const text = event.target.value
          setTyped(text)
          onChange(rows.find(([, fi, sv]) => same(fi, text.trim()) || same(sv, text.trim()))?.[0] ?? '')
        }}
      />
      <datalist id={`${id}-list`}>
        {rows.map((row) => (
          <option key={row[0]} value={name(row)} />
        ))}
      </datalist>
      {wrong && (
        <p id={`${id}-error`} className="field-error">
          {wrong}
        </p>
      )}
    </div>
  )
}
