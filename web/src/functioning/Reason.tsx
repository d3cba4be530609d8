import { useTranslation } from 'react-i18next'
import type { MeasurementEndReason } from '../api/types'
import { Select } from '../ui/Select'

const REASONS: MeasurementEndReason[] = ['wrong_value', 'wrong_time', 'wrong_client', 'unreliable', 'other']

/** Why a measurement comes to an end. */
export function Reason({ value, onChange }: { value: MeasurementEndReason; onChange: (reason: MeasurementEndReason) => void }) {
  const { t } = useTranslation('functioning')
  return (
    <Select label={t('why')} value={value} onChange={(event) => onChange(event.target.value as MeasurementEndReason)}>
      {REASONS.map((one) => (
        <option key={one} value={one}>
          {t(`reason.${one}`)}
        </option>
      ))}
    </Select>
  )
}
