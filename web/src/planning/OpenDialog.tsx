import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanFinding } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { useOpenFinding } from './queries'
import { WordsDialog } from './WordsDialog'

/** Brings a finding up with the first words; the client can be told of it. */
export function OpenDialog({ clientId, finding, onClose }: { clientId: string; finding: PlanFinding; onClose: () => void }) {
  const { t } = useTranslation('planning')
  const text = useText()
  const announce = useAnnounce()
  const open = useOpenFinding(clientId)
  const [tell, setTell] = useState(false)
  return (
    <WordsDialog
      title={t('open.title', { name: text(finding.name) })}
      label={t('open.words')}
      button={t('open.button')}
      busy={open.isPending}
      error={open.error}
      onClose={onClose}
      onSubmit={(words) =>
        open.mutate(
          { key: finding.key, words, tell_client: tell },
          {
            onSuccess: () => {
              announce(t('open.did'))
              onClose()
            },
          },
        )
      }
    >
      <p className="quiet">{text(finding.todo)}</p>
      {finding.tellable && (
        <label className="check wp-check">
          <input type="checkbox" checked={tell} onChange={(event) => setTell(event.target.checked)} />
          {t('open.tell')}
        </label>
      )}
    </WordsDialog>
  )
}
