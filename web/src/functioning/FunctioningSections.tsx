import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFunctioning } from '../api/types'
import { Button } from '../ui/Button'
import { Capture } from './Capture'
import './functioning.css'
import { Goals } from './Goals'
import { Profile } from './Profile'
import { Radar } from './Radar'
import type { Whose } from './queries'
import { Series } from './Series'

/** All of it for one client: where they stand, how it has gone, and what is recorded next. */
export function FunctioningSections({ whose, seen, card }: { whose: Whose; seen: ClientFunctioning; card: string }) {
  const { t } = useTranslation('functioning')
  const own = 'own' in whose
  const [chosen, setChosen] = useState<string>()
  const go = (to: string) => {
    const heading = document.getElementById(to)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus()
  }
  const choose = (code: string) => {
    setChosen(code)
    go('fn-series')
  }
  const capture = <Capture whose={whose} seen={seen} card={card} />
  return (
    <div className="fn">
      {seen.measurements.length === 0 && <p className="note note-info">{t(own ? 'empty_own' : seen.recordable.length > 0 ? 'empty' : 'empty_look')}</p>}
      {own && capture}
      {/* A professional reads where the client stands before adding to it. */}
      {!own && seen.recordable.length > 0 && seen.measurements.length > 0 && (
        <Button className="fn-to-capture" onClick={() => go('fn-capture')}>
          {t('capture')}
        </Button>
      )}
      {seen.measurements.length > 0 && <Radar seen={seen} card={card} />}
      {seen.measurements.length > 0 && <Profile seen={seen} card={card} onMeasure={choose} />}
      {!own && capture}
      {!seen.for_another && <Goals whose={whose} card={card} />}
      <Series whose={whose} seen={seen} chosen={chosen} onChoose={setChosen} card={card} />
    </div>
  )
}
