import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanFinding, PlanSettling } from '../api/types'
import { useText } from '../i18n/text'
import type { useTalk } from './queries'
import { WordsDialog } from './WordsDialog'

const HOWS: PlanSettling[] = ['settled', 'accepted', 'void']

/** Ends a talk: what was agreed, and why. */
export function SettleDialog({ finding, act, onClose, onDone }: { finding: PlanFinding; act: ReturnType<typeof useTalk>; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('planning')
  const text = useText()
  const [how, setHow] = useState<PlanSettling>('settled')
  return (
    <WordsDialog
      title={t('settle.title', { name: text(finding.name) })}
      label={t('settle.words')}
      button={t('talk.settle')}
      busy={act.isPending}
      error={act.error}
      onClose={onClose}
      onSubmit={(words) => act.mutate({ do: 'settle', how, words }, { onSuccess: onDone })}
    >
      <fieldset className="wp-choice">
        <legend>{t('settle.how')}</legend>
        {HOWS.map((one) => (
          <label key={one} className="check wp-check">
            <input type="radio" name="wp-how" checked={how === one} onChange={() => setHow(one)} />
            {t(`settle.of.${one}`)}
          </label>
        ))}
      </fieldset>
    </WordsDialog>
  )
}
