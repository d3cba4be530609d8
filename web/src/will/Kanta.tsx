import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientWill } from '../api/types'
import { useWhen } from '../client/when'
import { useAskKanta, type Whose } from './queries'

/** From what time the permits and denials of Kanta are known, which are asked for when the page opens; or that Kanta has no part in these. */
export function Kanta({ whose, will }: { whose: Whose; will: ClientWill }) {
  const { t } = useTranslation('will')
  const when = useWhen()
  const { mutate } = useAskKanta(whose)
  const has = will.kanta !== undefined
  useEffect(() => {
    if (has) mutate()
  }, [has, mutate])
  if (!will.kanta) return <p className="quiet">{t('kanta')}</p>
  const { as_of, failing_since } = will.kanta
  return (
    <div className="will-kanta">
      <p className="quiet">{t('kanta_here')}</p>
      <p className="quiet">{as_of ? t('kanta_as_of', { time: when.instant(as_of) }) : t('kanta_not_yet')}</p>
      {failing_since && <p className="note">{t('kanta_failing', { time: when.instant(failing_since) })}</p>}
    </div>
  )
}
