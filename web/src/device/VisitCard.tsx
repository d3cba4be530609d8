import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../api/client'
import { useWhen } from '../client/when'
import { withUnit } from '../functioning/answers'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Select } from '../ui/Select'
import { capture, removeVisit, useDevice } from './device'
import { EntryCard } from './EntryCard'
import { newMeasure, newSafety, type Visit } from './model'

/** One client's visit: what was taken along, what is captured, and the way back out of the device. */
export function VisitCard({ visit, shown, onShow }: { visit: Visit; shown: string | undefined; onShow: (entry: string | undefined) => void }) {
  const { t } = useTranslation('device')
  const text = useText()
  const when = useWhen()
  const device = useDevice()
  const [measure, setMeasure] = useState('')
  const [asked, setAsked] = useState(false)
  const entries = device.entries.filter((one) => one.visit === visit.id)
  const waiting = entries.filter(({ state }) => state !== 'saved').length
  const { functioning, safety } = visit
  const now = () => new Date().toISOString()
  const ids = () => ({ id: newKey(), key: newKey() })
  const begin = (made: ReturnType<typeof newMeasure> | ReturnType<typeof newSafety>) => {
    capture(made)
    onShow(made.id)
  }
  const drawn = safety?.draft && !entries.some((one) => one.kind === 'safety' && one.assessment === safety.draft?.id) ? safety.draft : undefined
  return (
    <section className="card stack dv-visit" aria-labelledby={`dv-${visit.id}`}>
      <div>
        <h2 id={`dv-${visit.id}`}>{visit.name}</h2>
        <p className="quiet">
          {visit.age !== undefined && `${t('age', { count: visit.age })} · `}
          {t('taken_at', { at: when.instant(visit.taken_at) })}
        </p>
      </div>
      {entries.length > 0 && (
        <ul className="dv-entries">
          {entries.map((entry) => (
            <EntryCard key={entry.id} entry={entry} visit={visit} shown={entry.id === shown} onShow={(show) => onShow(show ? entry.id : undefined)} />
          ))}
        </ul>
      )}
      {functioning.recordable.length > 0 && (
        <div className="dv-new">
          <Select label={t('measure')} value={measure} onChange={(event) => setMeasure(event.target.value)}>
            <option value="">{t('choose')}</option>
            {functioning.measures
              .filter(({ code }) => functioning.recordable.includes(code))
              .map((one) => (
                <option key={one.code} value={one.code}>
                  {text(one.name)}
                </option>
              ))}
          </Select>
          <Button
            aria-disabled={measure === '' || undefined}
            onClick={() => {
              if (measure === '') return
              begin(newMeasure(visit, measure, now(), ids()))
              setMeasure('')
            }}
          >
            {t('begin_measure')}
          </Button>
        </div>
      )}
      {safety && (
        <div className="dv-actions">
          {drawn && <Button onClick={() => begin(newSafety(visit, drawn, now(), ids()))}>{t('go_on_safety', { at: when.day(drawn.begun_at) })}</Button>}
          <Button onClick={() => begin(newSafety(visit, undefined, now(), ids()))}>{t('begin_safety')}</Button>
        </div>
      )}
      <Newest visit={visit} />
      <div className="dv-actions">
        <Button look="danger" onClick={() => setAsked(true)} aria-label={t('remove_of', { name: visit.name })}>
          {t('remove')}
        </Button>
      </div>
      {asked && (
        <Dialog
          title={t('remove_title', { name: visit.name })}
          onClose={() => setAsked(false)}
          actions={
            <Button look="danger" onClick={() => void removeVisit(visit.id)}>
              {t('remove')}
            </Button>
          }
        >
          <p>{t('remove_about')}</p>
          {waiting > 0 && <p className="note note-danger">{t('remove_waiting', { count: waiting })}</p>}
        </Dialog>
      )}
    </section>
  )
}

/** What is known of the client that was taken along: the newest of each measure, and the open risks of the home. */
function Newest({ visit }: { visit: Visit }) {
  const { t } = useTranslation(['device', 'functioning', 'homesafety'])
  const text = useText()
  const when = useWhen()
  const language = useLanguage()
  const { functioning, safety } = visit
  const rows = functioning.profile.flatMap((standing) => {
    const measure = functioning.measures.find(({ code }) => code === standing.measure)
    return measure ? standing.latest.map((latest) => ({ measure, latest })) : []
  })
  if (rows.length === 0 && !safety?.risks.length) return null
  return (
    <details className="dv-newest">
      <summary>{t('newest')}</summary>
      <ul>
        {rows.map(({ measure, latest }) => (
          <li key={`${measure.code}-${latest.origin ?? ''}`}>
            {text(measure.name)}: {latest.score !== undefined && <b className="num">{withUnit(latest.score, measure, language)}</b>} {latest.band && text(latest.band.label)}{' '}
            <span className="quiet">
              {latest.origin && `${t(`functioning:origin.${latest.origin}`)}, `}
              {when.day(latest.measured_at)}
            </span>
          </li>
        ))}
        {safety?.risks.map((risk) => (
          <li key={risk.id}>
            {text(risk.risk)} <span className="quiet">{[t(`homesafety:severity.${risk.severity}`), risk.words].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
