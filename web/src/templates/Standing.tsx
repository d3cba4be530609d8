import { useTranslation } from 'react-i18next'
import type { TemplateActSeen } from '../api/types'
import { Pill } from '../ui/Pill'

const tones = { done: 'success', missed: 'danger', left: 'neutral' } as const

/** Where an act stands, in a word. */
export function Standing({ act }: { act: TemplateActSeen }) {
  const { t } = useTranslation('templates')
  if (act.state !== 'open') return <Pill tone={tones[act.state]}>{t(`state.${act.state}`)}</Pill>
  if (act.late) return <Pill tone="danger">{t('state.late')}</Pill>
  if (act.soon) return <Pill tone="warning">{t('state.soon')}</Pill>
  return <Pill>{t('state.open')}</Pill>
}
