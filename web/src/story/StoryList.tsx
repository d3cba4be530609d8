import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { StoryEntry, StoryItem } from '../api/types'
import { useWhen } from '../client/when'
import { useLanguage, useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { byMonth, fromSource, placeOf } from './places'

/** How a sentence of a story is opened; the client's own are not. */
export interface Opening {
  client: string
  onSource: (place: StoryItem, title: string) => void
}

/** Sentences under the month they belong to. */
export function StoryList({ entries, opening }: { entries: readonly StoryEntry[]; opening?: Opening }) {
  const when = useWhen()
  return (
    <div className="stack">
      {byMonth(entries).map(({ month, entries: of }) => (
        <section key={`${month}${of[0]?.id ?? ''}`} className="st-month" aria-label={when.month(month)}>
          <h3>{when.month(month)}</h3>
          <ul className="st-list">
            {of.map((entry) => (
              <Entry key={entry.id} entry={entry} opening={opening} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Entry({ entry, opening }: { entry: StoryEntry; opening?: Opening }) {
  const { t } = useTranslation(['story', 'codes'])
  const text = useText()
  const when = useWhen()
  const sentence = text(entry.sentence)
  const about = [entry.who, entry.team, opening && t(`codes:register.${entry.register}`)].filter(Boolean).join(' · ')
  const quoted = entry.voice === 'client' || entry.voice === 'close_one'
  return (
    <li className={entry.voice === 'client' ? 'st-entry st-own' : 'st-entry'}>
      <span className="st-day">{entry.to ? `${when.day(entry.from)}–${when.day(entry.to)}` : when.day(entry.from)}</span>
      <div>
        <span className="st-sentence">{opening ? <Opened entry={entry} sentence={sentence} opening={opening} /> : sentence}</span>
        {entry.measured && <Measured entry={entry} />}
        {entry.words && <p className="st-words">{quoted ? <q>{entry.words}</q> : entry.words}</p>}
        {about && <p className="st-about">{about}</p>}
      </div>
    </li>
  )
}

function Opened({ entry, sentence, opening }: { entry: StoryEntry; sentence: string; opening: Opening }) {
  if (fromSource(entry.place)) {
    return (
      <button type="button" className="link-btn" onClick={() => opening.onSource(entry.place, sentence)}>
        {sentence}
      </button>
    )
  }
  const place = placeOf(opening.client, entry.place)
  return place ? <Link to={place}>{sentence}</Link> : <>{sentence}</>
}

/** The value, and what became of it since the one before. */
function Measured({ entry }: { entry: StoryEntry }) {
  const { t } = useTranslation(['story', 'functioning'])
  const when = useWhen()
  const value = useValue()
  const measured = entry.measured
  if (!measured) return null
  return (
    <span>
      {' '}
      <b className="num">{value(measured.value, measured.unit)}</b>{' '}
      {measured.change && <Pill tone={measured.change === 'worse' ? 'warning' : measured.change === 'better' ? 'success' : 'neutral'}>{t(`functioning:change.${measured.change}`)}</Pill>}{' '}
      {measured.previous !== undefined && (
        <span className="quiet">{t('functioning:earlier', { value: value(measured.previous, measured.unit), date: when.day(measured.previous_on) })}</span>
      )}
    </span>
  )
}

/** A number with its unit, as it is written in the language of the page. */
export function useValue(): (value: number, unit?: string) => string {
  const language = useLanguage()
  return (value, unit) => {
    const number = value.toLocaleString(language, { maximumFractionDigits: 2 })
    if (!unit) return number
    return unit.startsWith('/') ? `${number}${unit}` : `${number} ${unit}`
  }
}
