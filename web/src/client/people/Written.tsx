import { useTranslation } from 'react-i18next'
import type { WrittenCount } from '../../api/types'

/** How much of each kind was written: "2 kirjausta, 1 asia". */
export function Written({ counts, empty }: { counts: WrittenCount[]; empty: string }) {
  const { t } = useTranslation('client')
  const all = counts.filter(({ count }) => count > 0)
  if (all.length === 0) return <p className="quiet">{empty}</p>
  return (
    <ul>
      {all.map((one) => (
        <li key={`${one.client_id}${one.kind}`}>{t(`identity.written.${one.kind}`, { count: one.count })}</li>
      ))}
    </ul>
  )
}
