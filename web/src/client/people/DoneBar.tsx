import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/ProblemNote'
import type { Done, useTend } from './useTend'

/** What was just done, with the way back; it never takes the focus. */
export function DoneBar({ tend }: { tend: ReturnType<typeof useTend> }) {
  const { t } = useTranslation('client')
  const { done, undo } = tend
  if (!done) return undo.isError ? <ProblemNote error={undo.error} /> : null
  return (
    <div className="note note-success done-bar" role="group" aria-label={done.text}>
      <span>{done.text}</span>
      <span className="row">
        <Button size="small" busy={undo.isPending} onClick={() => undo.mutate(done satisfies Done)}>
          {t('undo')}
        </Button>
        <Button size="small" look="plain" onClick={tend.close}>
          {t('close')}
        </Button>
      </span>
      {undo.isError && <ProblemNote error={undo.error} />}
    </div>
  )
}
