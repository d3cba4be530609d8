import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { worksOnMatters } from '../app/home'
import { useProfessional } from '../app/session'

type Page = '/templates' | '/templates/acts' | '/supply'

/** The pages of plans over many clients: routine acts, templates, and where plans and what there is go apart. */
export function Tabs({ page }: { page: Page }) {
  const { t } = useTranslation(['templates', 'supply'])
  const { role } = useProfessional()
  const names: Record<Page, string> = { '/templates/acts': t('acts.title'), '/templates': t('list.title'), '/supply': t('supply:title') }
  const pages: Page[] = worksOnMatters(role) ? ['/templates/acts', '/templates', '/supply'] : ['/templates', '/supply']
  return (
    <nav className="tpl-tabs no-print" aria-label={t('pages')}>
      {pages.map((one) => (
        <Link key={one} to={one} aria-current={one === page ? 'page' : undefined}>
          {names[one]}
        </Link>
      ))}
    </nav>
  )
}
