import { useTranslation } from 'react-i18next'
import type { PartQuality, Quality, Text } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import './quality.css'

/** What is wrong with one item, in one line. */
function useSaid() {
  const { t } = useTranslation('quality')
  const text = useText()
  const language = useLanguage()
  return (quality: Quality): string => {
    const said: string[] = []
    if (quality.stale) said.push(quality.recorded_on ? t('stale_since', { date: longDate(quality.recorded_on, language) }) : t('stale_unknown'))
    if (quality.missing.length > 0) said.push(t('lacks', { parts: quality.missing.map((one) => text(one.label)).join(', ') }))
    return said.join(' · ')
  }
}

/** Why, what it is not fit for, and what mends it. */
function Why({ quality, advice = true }: { quality: Quality; advice?: boolean }) {
  const { t } = useTranslation('quality')
  const text = useText()
  return (
    <>
      {quality.stale && quality.stale_after_days !== undefined && <p>{t('limit', { count: quality.stale_after_days })}</p>}
      {quality.unfit_for.length > 0 && <p>{t('unfit', { uses: quality.unfit_for.map((use) => t(`use.${use}`)).join(', ') })}</p>}
      {advice && <p>{text(quality.advice)}</p>}
    </>
  )
}

/** A quiet mark beside one item: what is old or lacking, and on asking why. Nothing when there is nothing to say. */
export function QualityMark({ quality, name }: { quality?: Quality; name: string }) {
  const said = useSaid()
  if (!quality) return null
  return (
    <details className="quality">
      <summary>
        {said(quality)}
        <span className="sr-only"> ({name})</span>
      </summary>
      <Why quality={quality} />
    </details>
  )
}

/** One mark for a whole part of the picture: how many, which ones and why. */
export function PartMark({ parts, section }: { parts: readonly PartQuality[]; section: string }) {
  const { t } = useTranslation('quality')
  const text = useText()
  const said = useSaid()
  const name = (value: Text | string) => text(value)
  return parts
    .filter((part) => part.section === section)
    .map((part) => {
      const first = part.marked[0]
      const old = part.marked.filter((one) => one.quality.stale).length
      const lacking = part.marked.filter((one) => one.quality.missing.length > 0).length
      const counts = [old > 0 && t('old', { count: old }), lacking > 0 && t('lacking', { count: lacking })].filter(Boolean).join(', ')
      return (
        <details key={part.item} className="quality">
          <summary>
            {t('part', { label: text(part.label), counts, total: part.total })}
          </summary>
          <ul>
            {part.marked.slice(0, MOST).map((one, index) => (
              <li key={one.ref?.id ?? index}>
                {name(one.name)}: {said(one.quality)}
              </li>
            ))}
          </ul>
          {part.marked.length > MOST && <p>{t('more', { count: part.marked.length - MOST })}</p>}
          {first && <Why quality={first.quality} />}
          {part.medical_device && <p>{text(part.medical_device)}</p>}
        </details>
      )
    })
}

/** More than this are counted, not listed. */
const MOST = 12
