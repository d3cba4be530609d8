import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Summary, Tone } from '../../api/types'
import { useText } from '../../i18n/text'
import { DeadlineBadge } from '../../ui/DeadlineBadge'
import { Pill } from '../../ui/Pill'
import { today } from '../../ui/format'
import { useWhen } from '../when'
import { deadlineTone, elapsed, firstCards, topOrder } from './top'
import { Openable, pageOf } from './opening'

type Alert = Summary['alerts'][number]
type PictureDeadline = Summary['deadlines'][number]

/** What asks for action now: alerts and running deadlines, worst first. */
export function Top({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  const [all, setAll] = useState(false)
  const cards = topOrder(summary.alerts, summary.deadlines)
  if (cards.length === 0) {
    return (
      <section className="pic-calm" aria-label={t('top.title')}>
        <p>{t('top.none')}</p>
      </section>
    )
  }
  const first = firstCards(cards)
  const shown = all ? cards : first
  return (
    <section aria-label={t('top.title')} className="pic-top-wrap">
      <ul className="pic-top">
        {shown.map((card) =>
          card.kind === 'alert' ? (
            <AlertCard key={`a${card.index}`} alert={card.alert} />
          ) : (
            <DeadlineCard key={card.deadline.id} deadline={card.deadline} />
          ),
        )}
      </ul>
      {cards.length > first.length && (
        <button type="button" className="link-btn pic-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('show_fewer') : t('top.more', { count: cards.length - first.length })}
        </button>
      )}
    </section>
  )
}

function edge(tone: Tone): string {
  return `pic-act pic-act-${tone}`
}

function AlertCard({ alert }: { alert: Alert }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  return (
    <li className={edge(alert.tone)}>
      <div className="pic-card-head">
        <h2>{t('top.alert')}</h2>
        {alert.at && <span className="quiet num">{when.shortDay(alert.at)}</span>}
      </div>
      <p className="pic-strong">{text(alert.title)}</p>
      {alert.detail && <p>{text(alert.detail)}</p>}
      {(alert.source.openable || pageOf(alert.source)) && (
        <p>
          <Openable item={alert.source} title={text(alert.title)}>
            {t('top.open_alert')}
          </Openable>
        </p>
      )}
    </li>
  )
}

function DeadlineCard({ deadline }: { deadline: PictureDeadline }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  const tone = deadlineTone(deadline)
  const done = elapsed(deadline, today())
  return (
    <li className={edge(tone)}>
      <div className="pic-card-head">
        <h2>{t('top.deadline')}</h2>
        <DeadlineBadge deadline={deadline} />
      </div>
      <p className="pic-strong">{text(deadline.label)}</p>
      <p>
        {deadline.due_on ? t('top.due', { date: when.shortDay(deadline.due_on) }) : deadline.immediate ? t('top.immediate') : t('top.no_limit')}
        {' · '}
        {deadline.section}
      </p>
      {done !== undefined && (
        <div className="pic-bar" aria-hidden="true" title={t('top.started', { date: when.day(deadline.started_on) })}>
          <span style={{ width: `${done}%` }} />
        </div>
      )}
      <p>
        <Link to={`/matters/${deadline.matter.id}`}>{t('top.to_matter', { number: deadline.matter.number, situation: t(`codes:situation.${deadline.matter.situation}`) })}</Link>
        {deadline.state === 'paused' && (
          <>
            {' '}
            <Pill>{t('top.paused')}</Pill>
          </>
        )}
      </p>
    </li>
  )
}
