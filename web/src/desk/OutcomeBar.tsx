import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { UndoButton } from './UndoButton'
import type { Outcome } from './useActions'

/** What just happened, with undo while it can be undone. It stays until it is put away, and never takes the focus. */
export function OutcomeBar({ outcome, onClose }: { outcome: Outcome | null; onClose: () => void }) {
  const { t } = useTranslation('desk')
  if (!outcome) return null
  return (
    <div className={`outcome outcome-${outcome.tone}`} role="group" aria-label={t('outcome')}>
      <div className="outcome-text">
        <p>
          <strong>{outcome.title}</strong> {outcome.why}
        </p>
        {outcome.helps && outcome.helps.length > 0 && (
          <ul>
            {outcome.helps.map((help) => (
              <li key={help}>{help}</li>
            ))}
          </ul>
        )}
      </div>
      {outcome.undo && <UndoButton until={outcome.undo.until} label={t('undo')} onUndo={outcome.undo.act} />}
      <Button look="plain" size="small" onClick={onClose} aria-label={t('dismiss')}>
        <span aria-hidden="true">×</span>
      </Button>
    </div>
  )
}
