import { useTranslation } from 'react-i18next'
import type { RequestForm } from '../api/types'
import { Select } from '../ui/Select'

/** A team or a provider, as the one choice of a form: `team:<id>` or `provider:<id>`. */
export interface Chosen {
  to_team_id?: string
  provider_id?: string
}

export function chosenOf(value: string): Chosen {
  const [kind, id] = value.split(':')
  return kind === 'team' ? { to_team_id: id } : kind === 'provider' ? { provider_id: id } : {}
}

/** To whom: teams of the county and of providers that work here, and units that do not. */
export function Recipient({ form, value, onChange, error }: { form: RequestForm; value: string; onChange: (value: string) => void; error?: string }) {
  const { t } = useTranslation('requests')
  const others = form.teams.filter((team) => !team.own || form.teams.filter((one) => one.own).length > 1)
  return (
    <Select label={t('to')} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('choose')}</option>
      <optgroup label={t('teams')}>
        {others.map((team) => (
          <option key={team.id} value={`team:${team.id}`}>
            {team.name}
          </option>
        ))}
      </optgroup>
      {form.providers.length > 0 && (
        <optgroup label={t('providers')}>
          {form.providers.map((unit) => (
            <option key={unit.id} value={`provider:${unit.id}`}>
              {unit.name}
            </option>
          ))}
        </optgroup>
      )}
    </Select>
  )
}
