import { useTranslation } from 'react-i18next'
import type { Workload } from '../api/types'
import { Button } from '../ui/Button'
import { Select } from '../ui/Select'
import { laneOrder } from './CardActions'
import { narrowing, type Filter } from './useDesk'

const situations = ['guidance', 'needs_assessment', 'home_rehabilitation', 'acute_discharge'] as const
const tasks = ['older_people', 'disability', 'working_age', 'families', 'child_protection', 'substance', 'family_law', 'health'] as const
const dues = ['overdue', 'two_days', 'none'] as const

interface FiltersProps {
  filter: Filter
  workload: Workload[]
  onFilter: (next: Partial<Filter>) => void
}

export function Filters({ filter, workload, onFilter }: FiltersProps) {
  const { t } = useTranslation('desk')
  const choice = (key: (typeof narrowing)[number], label: string, options: readonly (readonly [string, string])[]) => (
    <Select label={label} value={String(filter[key] ?? '')} onChange={(event) => onFilter({ [key]: event.target.value || undefined })}>
      <option value="">{t('filter.all')}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  )
  return (
    <div className="card filters" role="group" aria-label={t('filter.title')}>
      {choice('due', t('filter.due'), dues.map((one) => [one, t(`filter.dues.${one}`)] as const))}
      {choice('situation', t('filter.situation'), situations.map((one) => [one, t(`codes:situation.${one}`)] as const))}
      {choice('service_task', t('filter.service_task'), tasks.map((one) => [one, t(`codes:service_task.${one}`)] as const))}
      {choice('lane', t('filter.lane'), laneOrder.map((one) => [one, t(`codes:lane.${one}`)] as const))}
      {filter.view === 'team' && choice('handler_id', t('filter.handler'), workload.map((one) => [one.professional.id, one.professional.name] as const))}
      <label className="check">
        <input type="checkbox" checked={filter.unassigned ?? false} onChange={(event) => onFilter({ unassigned: event.target.checked || undefined })} />
        {t('filter.unassigned')}
      </label>
      <Button look="plain" size="small" onClick={() => onFilter(Object.fromEntries(narrowing.map((key) => [key, undefined])))}>
        {t('filter.clear')}
      </Button>
    </div>
  )
}
