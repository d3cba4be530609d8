import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey, ProblemError } from '../api/client'
import type { Tone } from '../api/types'
import { useWhen } from '../client/when'
import { withUnit } from '../functioning/answers'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { MeasureConflict, SafetyConflict } from './Conflict'
import { capture, remove, send, useDevice } from './device'
import { MeasureForm } from './MeasureForm'
import { complete, type Entry, type EntryState, type Visit } from './model'
import { SafetyForm } from './SafetyForm'

const tones: Record<EntryState, Tone | 'success'> = { draft: 'neutral', ready: 'warning', conflict: 'danger', refused: 'danger', saved: 'success' }

/** One thing captured: where it is, said as it is, and what can be done with it. */
export function EntryCard({ entry, visit, shown, onShow }: { entry: Entry; visit: Visit; shown: boolean; onShow: (show: boolean) => void }) {
  const { t } = useTranslation('device')
  const text = useText()
  const when = useWhen()
  const language = useLanguage()
  const device = useDevice()
  const [asked, setAsked] = useState(false)
  const [tried, setTried] = useState(false)
  const measure = entry.kind === 'measure' ? visit.functioning.measures.find(({ code }) => code === entry.measure) : undefined
  const name = entry.kind === 'measure' ? (measure ? text(measure.name) : entry.measure) : t('safety')
  const sending = device.sending === entry.id
  const where = sending ? t('where.sending') : device.writing > 0 && shown && entry.state === 'draft' ? t('where.writing') : t(`where.${entry.state}`, { at: when.clock(entry.saved_at) })
  const written = entry.state === 'draft'
  const fixed = entry.kind === 'measure' && entry.tried
  const ready = () => {
    setTried(true)
    if (!complete(entry, visit)) return
    capture({ ...entry, state: 'ready' })
    onShow(false)
    void send()
  }
  return (
    <li className="dv-entry" aria-label={name}>
      <h3>{name}</h3>
      <p className="dv-where" role="status">
        <Pill tone={sending ? 'info' : tones[entry.state]}>{where}</Pill>
      </p>
      {entry.kind === 'measure' && entry.state === 'saved' && measure && entry.score?.score !== undefined && (
        <p>
          {t('counted_there')} <b className="num">{withUnit(entry.score.score, measure, language)}</b> {entry.score.band && text(entry.score.band.label)}
        </p>
      )}
      {entry.kind === 'safety' && entry.state === 'saved' && <p>{t('safety_saved')}</p>}
      {entry.state === 'ready' && fixed && !sending && <p className="quiet">{t('no_answer')}</p>}
      {entry.state === 'conflict' && entry.kind === 'measure' && measure && <MeasureConflict entry={entry} measure={measure} sex={visit.functioning.sex} />}
      {entry.state === 'conflict' && entry.kind === 'safety' && <SafetyConflict entry={entry} visit={visit} />}
      {entry.state === 'refused' && entry.problem && <ProblemNote error={new ProblemError(entry.problem)} />}
      {written && shown && (entry.kind === 'measure' ? measure && <MeasureForm entry={entry} measure={measure} visit={visit} tried={tried} /> : <SafetyForm entry={entry} visit={visit} tried={tried} />)}
      {written && shown && tried && !complete(entry, visit) && <p className="field-error">{t('incomplete')}</p>}
      <div className="dv-actions">
        {written && shown && (
          <Button look="primary" onClick={ready}>
            {t('ready')}
          </Button>
        )}
        {written && (
          <Button onClick={() => onShow(!shown)} aria-label={`${t(shown ? 'close' : 'go_on')}: ${name}`}>
            {t(shown ? 'close' : 'go_on')}
          </Button>
        )}
        {(entry.state === 'refused' || (entry.state === 'ready' && !fixed)) && !sending && (
          <Button
            onClick={() => {
              // What is sent after a change is another thing.
              capture({ ...entry, state: 'draft', problem: undefined, key: entry.kind === 'safety' && entry.assessment ? entry.key : newKey() })
              onShow(true)
            }}
          >
            {t('mend')}
          </Button>
        )}
        {entry.state === 'refused' && (
          <Button
            onClick={() => {
              capture({ ...entry, state: 'ready', problem: undefined })
              void send()
            }}
          >
            {t('again')}
          </Button>
        )}
        {!sending && (
          <Button look="plain" onClick={() => (entry.state === 'saved' ? void remove(entry.id) : setAsked(true))} aria-label={t('remove_of', { name })}>
            {t('remove')}
          </Button>
        )}
      </div>
      {asked && (
        <Dialog
          title={t('remove_title', { name })}
          onClose={() => setAsked(false)}
          actions={
            <Button look="danger" onClick={() => void remove(entry.id)}>
              {t('remove')}
            </Button>
          }
        >
          <p className="note note-danger">{fixed ? t('remove_tried') : t('remove_entry')}</p>
        </Dialog>
      )}
    </li>
  )
}
