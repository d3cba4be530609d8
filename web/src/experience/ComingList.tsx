import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ClientMatter } from '../api/types'
import { useWhen } from '../client/when'
import { useMyAppointments } from '../my/queries'
import { useOwnWholePlan } from '../planning/queries'
import { Button } from '../ui/Button'
import { today } from '../ui/format'
import { coming } from './coming'
import { useOwnFeedback, useOwnReminders } from './queries'
import './experience.css'

/** Shown before one asks for all. */
const FIRST = 5

/** What is ahead of me, by when: appointments, what I am asked, the days of my plan, and what I want to remember. */
export function ComingList({ matters }: { matters: ClientMatter[] }) {
  const { t } = useTranslation('experience')
  const when = useWhen()
  const [all, setAll] = useState(false)
  const appointments = useMyAppointments().data ?? []
  const plan = useOwnWholePlan().data
  const feedback = useOwnFeedback().data ?? []
  const reminders = useOwnReminders().data ?? []
  const items = coming({ appointments, matters, goals: plan?.goals ?? [], feedback, reminders }, new Date().toISOString(), today())
  const shown = all ? items : items.slice(0, FIRST)
  return (
    <section className="my-card" aria-labelledby="my-coming">
      <h2 id="my-coming">{t('coming.title')}</h2>
      {items.length === 0 ? (
        <p className="quiet">{t('coming.none')}</p>
      ) : (
        <ol className="plain-list ex-coming">
          {shown.map((one) => (
            <li key={`${one.kind}${one.key}`}>
              <span className="num">{t(one.at.length === 10 ? 'coming.by' : 'coming.at', { date: when.shortDay(one.at), time: one.at.length === 10 ? '' : when.clock(one.at) })}</span>
              <span>
                <Link to={one.link}>{t(`coming.kind.${one.kind}`)}</Link>
                {one.words && <span className="ex-words">{one.words}</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
      <div className="my-buttons">
        {items.length > FIRST && !all && <Button onClick={() => setAll(true)}>{t('coming.all', { count: items.length })}</Button>}
        <Link className="btn btn-secondary" to="/my/reminders">
          {t('reminder.link')}
        </Link>
      </div>
    </section>
  )
}
