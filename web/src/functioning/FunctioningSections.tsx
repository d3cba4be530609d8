import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFunctioning } from '../api/types'
import { Capture } from './Capture'
import './functioning.css'
import { Profile } from './Profile'
import type { Whose } from './queries'
import { Series } from './Series'

/** All of it for one client: where they stand, how it has gone, and what is recorded next. */
export function FunctioningSections({ whose, seen, card }: { whose: Whose; seen: ClientFunctioning; card: string }) {
  const { t } = useTranslation('functioning')
  const own = 'own' in whose
  const [chosen, setChosen] = useState<string>()
  const choose = (code: string) => {
    setChosen(code)
    const heading = document.getElementById('fn-series')
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus()
  }
  return (
    <div className="fn">
      {seen.measurements.length === 0 && <p className="note note-info">{t(own ? 'empty_own' : seen.recordable.length > 0 ? 'empty' : 'empty_look')}</p>}
      <Capture whose={whose} seen={seen} card={card} />
      {seen.measurements.length > 0 && <Profile seen={seen} card={card} onMeasure={choose} />}
      <Series whose={whose} seen={seen} chosen={chosen} onChoose={setChosen} card={card} />
    </div>
  )
}
