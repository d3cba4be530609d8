import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useWhen } from '../client/when'
import { useKind } from './useKind'
import { useClientRights } from './queries'
import './rights.css'

/** On top of a client's pages: what of their data may not be used for anything new, why and since when. */
export function RestrictionBand({ clientId }: { clientId: string }) {
  const { t } = useTranslation('rights')
  const when = useWhen()
  const kind = useKind()
  const restrictions = useClientRights(clientId).data?.restrictions ?? []
  const [first] = restrictions
  if (!first) return null
  return (
    <p className="rights-band" role="note">
      <b>{t('restriction.mark')}</b>
      <span>
        {[kind(first.object_kind), first.object_label].filter(Boolean).join(': ')}, {t('restriction.since', { day: when.day(first.marked_at.slice(0, 10)) })}. {first.why}
      </span>
      <Link to={`/clients/${clientId}/rights`}>{restrictions.length > 1 ? t('restriction.all', { count: restrictions.length }) : t('restriction.what')}</Link>
    </p>
  )
}
