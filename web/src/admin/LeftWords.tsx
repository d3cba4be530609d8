import { useTranslation } from 'react-i18next'
import type { Left, Places } from './types'

/** What stands open in a name, in numbers: by team and stage, never whose. */
export function LeftWords({ left, places }: { left: Left; places: Places | undefined }) {
  const { t } = useTranslation('admin')
  const matters = left.matters.reduce((sum, one) => sum + one.number, 0)
  if (matters + left.customerships + left.contacts + left.named === 0) return <p>{t('left.nothing')}</p>
  return (
    <div className="note note-warning">
      <p className="note-title">{t('left.title')}</p>
      <ul>
        {left.matters.map((one) => (
          <li key={`${one.team_id}-${one.lane}`}>
            {t('left.matters', { count: one.number })}: {places?.teams.find((team) => team.id === one.team_id)?.name ?? '–'}, {t(`codes:lane.${one.lane}`, { defaultValue: one.lane })}
          </li>
        ))}
        {left.customerships > 0 && <li>{t('left.customerships', { count: left.customerships })}</li>}
        {left.contacts > 0 && <li>{t('left.contacts', { count: left.contacts })}</li>}
        {left.named > 0 && <li>{t('left.named', { count: left.named })}</li>}
      </ul>
    </div>
  )
}
