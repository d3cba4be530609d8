import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CaseloadMoved } from '../api/types'
import { Button } from '../ui/Button'

/** What moved and what did not, and why not. */
export function CaseloadResult({ moved, onClose }: { moved: { result: CaseloadMoved; from: string; to: string }; onClose: () => void }) {
  const { t } = useTranslation('people')
  const { result } = moved
  return (
    <div className={result.refused.length > 0 ? 'note note-warning' : 'note note-success'}>
      <p className="note-title">{t('team.moved', { count: result.moved, to: moved.to })}</p>
      {result.refused.length > 0 && (
        <>
          <p>{t('caseload.refused', { count: result.refused.length, name: moved.from })}</p>
          <ul>
            {result.refused.map((one) => (
              <li key={one.matter_id}>
                <Link to={`/matters/${one.matter_id}`}>{t('caseload.open_matter')}</Link>: {t(`problems:reasons.${one.reason}`, { defaultValue: t('problems:refused') })}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <Button size="small" onClick={onClose}>
          {t('caseload.close')}
        </Button>
      </p>
    </div>
  )
}
