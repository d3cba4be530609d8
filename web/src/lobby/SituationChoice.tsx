import { useTranslation } from 'react-i18next'
import type { LobbyForm, Situation } from '../api/types'
import { useText } from '../i18n/text'

interface SituationChoiceProps {
  situations: LobbyForm['situations']
  value: Situation | ''
  onChange: (situation: Situation) => void
  error?: string
}

export function SituationChoice({ situations, value, onChange, error }: SituationChoiceProps) {
  const { t } = useTranslation('lobby')
  const text = useText()
  return (
    <fieldset className="situations">
      <legend className="sr-only">{t('new.step.situation')}</legend>
      {situations.map((one) => (
        <label key={one.code} className="situation">
          <input type="radio" name="situation" value={one.code} checked={value === one.code} onChange={() => onChange(one.code)} />
          <span>
            <strong>{text(one.label)}</strong>
            <span className="situation-about">{text(one.about)}</span>
          </span>
        </label>
      ))}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}
