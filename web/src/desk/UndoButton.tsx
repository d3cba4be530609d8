import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { minutes, useTimeLeft } from './useTimeLeft'

/** Takes back, while there is time; the time left runs beside it for the eye and is not read out each second. */
export function UndoButton({ until, label, busy, onUndo }: { until: string; label: string; busy?: boolean; onUndo: () => void }) {
  const { t } = useTranslation('desk')
  const left = useTimeLeft(until)
  if (left === undefined || left === 0) return <span>{t('undo_over')}</span>
  return (
    <Button size="small" busy={busy} onClick={onUndo}>
      {label}
      <span aria-hidden="true" className="num undo-left">
        {minutes(left)}
      </span>
      <span className="sr-only">{t('undo_within', { count: Math.ceil(left / 60) })}</span>
    </Button>
  )
}
