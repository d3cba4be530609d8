import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Matter, MatterPath } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { shortDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import './flow.css'
import { useMatterPath } from './queries'
import { useSaid } from './words'

/** The way of one matter: asked when it is opened, since a look is written in the log. */
export function PathNote({ matter }: { matter: Pick<Matter, 'id' | 'version'> }) {
  const { t } = useTranslation('flow')
  const [open, setOpen] = useState(false)
  const path = useMatterPath(matter.id, matter.version, open)
  return (
    <details className="flow-path" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('path.title')}</summary>
      {open && path.isPending && <Loading />}
      {path.isError && <ProblemNote error={path.error} />}
      {path.data && <Way path={path.data} />}
    </details>
  )
}

function Way({ path }: { path: MatterPath }) {
  const { t } = useTranslation('flow')
  const text = useText()
  const language = useLanguage()
  const said = useSaid()
  const { now } = path
  return (
    <div className="stack">
      {now && (
        <p>
          {[
            t('path.now', { place: said.place(now.step), days: said.days(now.days) }),
            path.target_days === undefined ? '' : t('map.target', { days: said.days(path.target_days) }),
            now.usual ? t('path.usual', { days: said.days(now.usual.median_days), most: said.days(now.usual.p90_days), count: now.usual.of }) : t('path.usual_few'),
            t('path.ahead', { count: now.ahead }),
          ]
            .filter(Boolean)
            .join('. ')}
          .
        </p>
      )}
      <ol className="plain-list flow-list">
        {path.stays.map((stay) => (
          <li key={stay.entered_on + stay.step + stay.nth + stay.team}>
            <strong>{said.place(stay.step)}</strong> {stay.nth > 1 && <span>{t('rows.nth', { nth: stay.nth })}</span>} {!stay.designed && <Pill tone="danger">{t('way.different')}</Pill>}
            <p className="quiet">
              {shortDate(stay.entered_on, language)}–{stay.left_on ? shortDate(stay.left_on, language) : ''}, {said.days(stay.days)}, {stay.team}
            </p>
          </li>
        ))}
      </ol>
      <p className="quiet">
        {text(path.chain.name)}: {path.chain.law} ({t(`mark.${path.chain.mark}`)})
      </p>
    </div>
  )
}
