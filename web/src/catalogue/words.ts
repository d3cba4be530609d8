import { useTranslation } from 'react-i18next'
import type { CatalogueItem, GovernanceLevel, Role, Tone } from '../api/types'

/** The wider the level, the more parties it binds. */
export const levelTone: Record<GovernanceLevel, Tone> = { county: 'neutral', jointly_defined: 'info', joint: 'info', national: 'info', undecided: 'warning' }

export function useRoleNames() {
  const { t } = useTranslation(['catalogue', 'codes'])
  return (roles: readonly Role[]) => (roles.length === 0 ? t('catalogue:nobody') : roles.map((role) => t(`codes:role.${role}`)).join(', '))
}

/** Whether the item may leave the county: wholly, in part or not. */
export function leaving(item: CatalogueItem): 'yes' | 'no' | 'in_part' {
  if (item.facets.length > 0 && item.leaves && item.facets.some((facet) => !facet.leaves)) return 'in_part'
  return item.leaves ? 'yes' : 'no'
}
