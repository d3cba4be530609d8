import { useTranslation } from 'react-i18next'
import { useOwnPlace } from './queries'

/** Where a matter of mine stands in its queue, in a sentence or two; nothing when it waits for nobody, or when it cannot be told. */
export function OwnPlaceNote({ matterId }: { matterId: string }) {
  const { t } = useTranslation('flow')
  const place = useOwnPlace(matterId).data?.place
  if (!place) return null
  const weeks = (days: number) => (days >= 14 ? t('own.weeks', { count: Math.round(days / 7) }) : t('days', { count: days, value: days }))
  return (
    <div className="flow-own">
      <p>
        {place.days === 0 ? t('own.today') : t('own.waited', { days: weeks(place.days) })} {place.usual ? t('own.usual', { half: weeks(Math.ceil(place.usual.median_days)), most: weeks(place.usual.p90_days) }) : t('own.usual_few')}
      </p>
      <p className="quiet">
        {t('own.ahead', { count: place.ahead })} {t('own.order')}
      </p>
    </div>
  )
}
