import { useTranslation } from 'react-i18next'
import type { BandSex, MeasureDefinition, MeasurementOrigin, ServiceTask } from '../api/types'
import { rowsOf, withUnit, type Draft } from '../functioning/answers'
import '../functioning/functioning.css'
import { Items } from '../functioning/Items'
import { counted } from '../functioning/score'
import { useLanguage, useText } from '../i18n/text'
import { LongTextField } from '../ui/Field'
import { Select } from '../ui/Select'
import { capture } from './device'
import type { MeasureEntry, Visit } from './model'

const ORIGINS: MeasurementOrigin[] = ['professional', 'self', 'close_one', 'device']

/** A measure captured on the device; each change is kept at once. */
export function MeasureForm({ entry, measure, visit, tried }: { entry: MeasureEntry; measure: MeasureDefinition; visit: Visit; tried: boolean }) {
  const { t } = useTranslation(['functioning', 'codes'])
  const text = useText()
  const { places, sex } = visit.functioning
  const change = (next: Partial<MeasureEntry>) => capture({ ...entry, ...next })
  return (
    <div className="stack fn">
      <p className="quiet">{text(measure.about)}</p>
      {measure.holder && <p className="quiet">{t('licensed', { holder: measure.holder })}</p>}
      <Items measure={measure} drafts={entry.drafts} tried={tried} onChange={(drafts) => change({ drafts })} />
      <CountedHere measure={measure} drafts={entry.drafts} sex={sex} />
      <fieldset className="fn-choice">
        <legend>{t('whose')}</legend>
        {ORIGINS.map((one) => (
          <label key={one} className="fn-option">
            <input type="radio" name={`dv-origin-${entry.id}`} checked={entry.origin === one} onChange={() => change({ origin: one })} />
            <span>{t(`origin.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {places.length > 1 && (
        <Select label={t('place')} value={entry.service_task} onChange={(event) => change({ service_task: event.target.value as ServiceTask })}>
          {places.map((place) => (
            <option key={place.service_task} value={place.service_task}>
              {t(`codes:service_task.${place.service_task}`)}
            </option>
          ))}
        </Select>
      )}
      <div className="field">
        <label htmlFor={`dv-at-${entry.id}`} className="field-label">
          {t('when')}
        </label>
        <input
          id={`dv-at-${entry.id}`}
          className="input"
          type="datetime-local"
          value={local(entry.measured_at)}
          onChange={(event) => event.target.value && change({ measured_at: new Date(event.target.value).toISOString() })}
        />
      </div>
      <LongTextField label={t('note')} optional={t('optional')} rows={2} value={entry.note} onChange={(note) => change({ note })} />
    </div>
  )
}

/** An instant as the browser's own field writes it, by the clock of the device. */
function local(instant: string): string {
  const date = new Date(instant)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What the answers come to, counted on the device and said to be. */
export function CountedHere({ measure, drafts, sex }: { measure: MeasureDefinition; drafts: Draft[]; sex?: BandSex }) {
  const { t } = useTranslation(['device', 'functioning', 'problems'])
  const text = useText()
  const language = useLanguage()
  const rows = rowsOf(measure, drafts)
  const result = rows && counted(measure, rows, sex)
  return (
    <div className="fn-scored" role="status">
      {result === undefined && <p className="quiet">{t('functioning:answer_all')}</p>}
      {Array.isArray(result) && <p>{[...new Set(result.map(({ code }) => t(`problems:fields.${code}` as never, { defaultValue: t('problems:fields.other') })))].join(' ')}</p>}
      {result !== undefined && !Array.isArray(result) && (
        <>
          <p>
            {t('functioning:result')} {result.score !== undefined && <b className="num">{withUnit(result.score, measure, language)}</b>}{' '}
            {result.band ? text(result.band.label) : <span className="quiet">{t('functioning:no_band')}</span>}
          </p>
          <p className="quiet">{t('counted_here')}</p>
        </>
      )}
    </div>
  )
}
