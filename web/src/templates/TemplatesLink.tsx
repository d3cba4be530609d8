import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import type { Role } from '../api/types'
import { worksOnMatters } from '../app/home'
import { useActCount } from './queries'

/** The way to the routine acts of one's teams' plans, with how many are late; managers are led to the templates from there. */
export function TemplatesLink({ role }: { role: Role }) {
  const { t } = useTranslation('templates')
  const works = worksOnMatters(role)
  const late = useActCount(works).data?.late ?? 0
  return <NavLink to={works ? '/templates/acts' : '/templates'}>{late > 0 ? t('nav_count', { count: late }) : t('nav')}</NavLink>
}
