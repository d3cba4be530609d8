import { useTranslation } from 'react-i18next'
import type { ReadingSeen } from '../api/types'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'

/** What one result means to each profession, side by side when asked for; the viewer's own first. */
export function Readings({ readings, of }: { readings: ReadingSeen[]; of: string }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  if (readings.length === 0) return null
  return (
    <details className="fn-readings">
      <summary aria-label={t('reading.title_of', { name: of })}>{t('reading.title')}</summary>
      <ul>
        {readings.map((one) => (
          <li key={text(one.profession)} className={one.own ? 'fn-own' : undefined}>
            <p className="fn-head">
              <b>{text(one.profession)}</b>
              <Pill tone={one.own ? 'info' : 'neutral'}>{t(`reading.as.${one.read_as}`)}</Pill>
            </p>
            <p>{text(one.words)}</p>
            <p className="quiet">
              {one.source} ({t(`mark.${one.mark}`)})
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}
