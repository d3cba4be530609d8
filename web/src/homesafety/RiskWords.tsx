import { useTranslation } from 'react-i18next'
import type { SafetyRisk } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'

const severities = { minor: 'neutral', notable: 'warning', serious: 'danger' } as const
const states = { found: 'warning', agreed: 'info', mended: 'success', accepted: 'neutral', passed_on: 'neutral', mistaken: 'neutral' } as const

type Told = Pick<SafetyRisk, 'severity' | 'state' | 'late' | 'due_on' | 'act' | 'doer' | 'words'>

/** How grave a risk is and where it stands. */
export function RiskPills({ risk }: { risk: Told }) {
  const { t } = useTranslation('homesafety')
  return (
    <span className="hs-pills">
      <Pill tone={severities[risk.severity]}>{t(`severity.${risk.severity}`)}</Pill>
      <Pill tone={states[risk.state]}>{t(`state.${risk.state}`)}</Pill>
      {risk.late && <Pill tone="danger">{t('late')}</Pill>}
    </span>
  )
}

/** What was seen, what is done, by whom and by when. */
export function RiskFacts({ risk }: { risk: Told }) {
  const { t } = useTranslation('homesafety')
  const language = useLanguage()
  const open = risk.state === 'found' || risk.state === 'agreed'
  return (
    <>
      {risk.words && <p>{risk.words}</p>}
      {risk.act && (
        <p>
          <b>{t('act')}:</b> {risk.act}
          {risk.doer && ` (${t(`doer.${risk.doer}`)})`}
        </p>
      )}
      {open && <p className="quiet">{t('due', { date: longDate(risk.due_on, language) })}</p>}
    </>
  )
}

/** A risk's name in words, for headings and links. */
export function useRiskName() {
  const text = useText()
  return (risk: Pick<SafetyRisk, 'risk'>) => text(risk.risk)
}
