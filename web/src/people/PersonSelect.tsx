import { useTranslation } from 'react-i18next'
import type { Team } from '../api/types'
import { useText } from '../i18n/text'
import { Select } from '../ui/Select'
import { isAway } from './away'

interface PersonSelectProps {
  label: string
  teams: Team[]
  /** The team whose people come first. */
  first?: Team
  exclude?: string
  value: string
  onChange: (id: string) => void
  error?: string
}

export function PersonSelect({ label, teams, first, exclude, value, onChange, error }: PersonSelectProps) {
  const { t } = useTranslation('people')
  const text = useText()
  const ordered = first ? [first, ...teams.filter((team) => team.id !== first.id)] : teams
  return (
    <Select label={label} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('new.choose')}</option>
      {ordered.map((team) => (
        <optgroup key={team.id} label={team.name}>
          {team.members
            .filter((member) => member.id !== exclude)
            .map((member) => (
              <option key={member.id} value={member.id} disabled={isAway(member)}>
                {isAway(member) ? t('person.away', { name: member.name }) : `${member.name}, ${text(member.title)}`}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  )
}
