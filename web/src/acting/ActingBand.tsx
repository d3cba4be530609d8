import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ActingChoices } from '../api/types'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { useStop } from './queries'
import './acting.css'

/** For whom I act, on every page: in words and in colour, with the way back to my own matters. */
export function ActingBand({ acting }: { acting: ActingChoices }) {
  const { t } = useTranslation('mandate')
  const text = useText()
  const stop = useStop()
  if (!acting.now) {
    if (acting.choices.length === 0) return null
    return (
      <aside className="band acting-own" aria-label={t('band.label')}>
        <span>{t('band.own')}</span> <Link to="/my/acting">{t('band.choose')}</Link>
      </aside>
    )
  }
  const { name, ground, about } = acting.now
  return (
    <aside className="band acting-other" aria-label={t('band.label')}>
      <p>
        <strong>{t('band.other', { name })}</strong> <span>{t(`ground.${ground}`)}</span>
      </p>
      <Button size="small" busy={stop.isPending} onClick={() => stop.mutate()}>
        {t('band.stop')}
      </Button>
      {about && <p className="acting-about">{text(about)}</p>}
      {stop.isError && <ProblemNote error={stop.error} />}
    </aside>
  )
}
