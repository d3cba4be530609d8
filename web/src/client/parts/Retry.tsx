import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/ProblemNote'

/** What went wrong and the way to try again. */
export function Retry({ error, again }: { error: unknown; again: () => void }) {
  const { t } = useTranslation('client')
  return (
    <div className="retry">
      <ProblemNote error={error} />
      <Button onClick={again}>{t('try_again')}</Button>
    </div>
  )
}
