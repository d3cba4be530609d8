import { useTranslation } from 'react-i18next'
import type { PredictionPart } from '../api/types'
import { useLanguage, useText } from '../i18n/text'

/** A share as a percentage. */
export function usePercent() {
  const language = useLanguage()
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  return (value: number) => format.format(value)
}

/** Below this nothing is said to have moved it, in log-odds: some per cent of the odds. */
const NOTHING = 0.05

/** What moved a prediction, most first: in words, with a bar beside. */
export function Parts({ parts, label }: { parts: PredictionPart[]; label: string }) {
  const { t } = useTranslation('prediction')
  const text = useText()
  const language = useLanguage()
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const most = Math.max(NOTHING, ...parts.map(({ moved }) => Math.abs(moved)))
  return (
    <ul className="plain-list pr-parts" aria-label={label}>
      {parts.map((part) => {
        const way = Math.abs(part.moved) < NOTHING ? 'none' : part.moved > 0 ? 'up' : 'down'
        return (
          <li key={part.feature}>
            <span>{text(part.label)}</span>
            <span className="num">
              {part.missing ? t('part.missing') : `${number.format(part.value)} ${text(part.unit)}`}
            </span>
            <span>
              {t(`part.${way}`)}
              <span className="pr-bar" aria-hidden="true">
                <span className={part.moved > 0 ? 'pr-up' : 'pr-down'} style={{ width: `${(Math.abs(part.moved) / most) * 50}%` }} />
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
