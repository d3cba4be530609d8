import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SupplyDeviation } from '../api/types'
import { useText } from '../i18n/text'
import { WordsDialog } from '../planning/WordsDialog'
import { useAnnounce } from '../ui/Announce'
import { useHandleSupply } from './queries'

/** Says what was done of a deviation: one of what could be, or something else, and words. */
export function HandleDialog({ clientId, one, onClose }: { clientId: string; one: SupplyDeviation; onClose: () => void }) {
  const { t } = useTranslation('supply')
  const text = useText()
  const announce = useAnnounce()
  const handle = useHandleSupply(clientId)
  const [what, setWhat] = useState<string>()
  const all = [...one.todo.map(({ code, text: words }) => ({ code, words: text(words) })), { code: undefined, words: t('else') }]
  return (
    <WordsDialog
      title={t('handle_of', { service: text(one.service) })}
      label={t('words')}
      button={t('save')}
      busy={handle.isPending}
      error={handle.error}
      onClose={onClose}
      onSubmit={(words) =>
        handle.mutate(
          { kind: one.kind, service_id: one.service_id, cause_id: one.cause_id, cause_on: one.cause_on, what, words },
          {
            onSuccess: () => {
              announce(t('saved'))
              onClose()
            },
          },
        )
      }
    >
      <p>{t('handle_about')}</p>
      <fieldset className="wp-choice">
        <legend>{t('did')}</legend>
        {all.map(({ code, words }) => (
          <label key={words} className="check wp-check">
            <input type="radio" name="sup-what" checked={what === code} onChange={() => setWhat(code)} />
            {words}
          </label>
        ))}
      </fieldset>
    </WordsDialog>
  )
}
