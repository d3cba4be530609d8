import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../api/types'
import { useWhen } from '../../client/when'
import { useProblemText } from '../../app/problem'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import type { SaveState } from './autosave'

/** Where the text is now. Says "saved" only when the server has said so. */
export function SaveLine({ state, updatedAt, onSave }: { state: SaveState<Document>; updatedAt: string; onSave: () => void }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const problem = useProblemText()
  const announce = useAnnounce()
  // Failures are told at once; every small save is not, it would talk over the writer.
  useEffect(() => {
    if (state.kind === 'failed') announce(t('save.failed'))
    if (state.kind === 'conflict') announce(t('save.conflict'))
  }, [state.kind, announce, t])
  switch (state.kind) {
    case 'untouched':
      return <p className="save save-quiet">{t('save.untouched', { time: when.instant(updatedAt) })}</p>
    case 'unsaved':
      return (
        <p className="save save-unsaved">
          {t('save.unsaved')}{' '}
          <Button size="small" look="plain" onClick={onSave}>
            {t('save.now')}
          </Button>
        </p>
      )
    case 'saving':
      return <p className="save save-unsaved">{t('save.saving')}</p>
    case 'saved':
      return <p className="save save-done">{t('save.saved', { time: when.clock(state.at.toISOString()) })}</p>
    case 'failed':
      return (
        <p className="save save-failed" role="alert">
          {t('save.failed')} {problem(state.error).title}{' '}
          <Button size="small" onClick={onSave}>
            {t('save.retry')}
          </Button>
        </p>
      )
    case 'conflict':
      return <p className="save save-failed">{t('save.conflict')}</p>
  }
}
