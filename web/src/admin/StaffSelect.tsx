import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { Select } from '../ui/Select'
import { root } from './api'
import type { StaffRow } from './types'

interface StaffSelectProps {
  label: string
  value: string
  onChange: (id: string) => void
  exclude: string
  error?: string
  hint?: string
  /** The choice of nobody, in words. */
  none: string
  /** Only those who are in a team today. */
  inTeam?: boolean
}

/** One of those employed today. */
export function StaffSelect({ label, value, onChange, exclude, error, hint, none, inTeam = false }: StaffSelectProps) {
  const { t } = useTranslation('admin')
  const query = { state: 'employed' }
  const staff = useQuery({ queryKey: ['admin', 'staff', 'list', query], queryFn: () => api.get<{ rows: StaffRow[]; total: number }>(`${root}/professionals`, { query }) })
  const more = useQuery({
    queryKey: ['admin', 'staff', 'rest', staff.data?.total],
    enabled: (staff.data?.total ?? 0) > (staff.data?.rows.length ?? 0),
    queryFn: async () => {
      const rest: StaffRow[] = []
      for (let offset = staff.data?.rows.length ?? 0; offset < (staff.data?.total ?? 0); offset += 200) {
        rest.push(...(await api.get<{ rows: StaffRow[] }>(`${root}/professionals`, { query: { ...query, offset } })).rows)
      }
      return rest
    },
  })
  const rows = [...(staff.data?.rows ?? []), ...(more.data ?? [])].filter((one) => one.id !== exclude && (!inTeam || one.teams.length > 0))
  return (
    <Select label={label} hint={hint} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
      <option value="">{none}</option>
      {rows.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}, {one.teams[0] ?? one.unit}
          {one.role ? ` (${t(`codes:role.${one.role}`)})` : ''}
        </option>
      ))}
    </Select>
  )
}
