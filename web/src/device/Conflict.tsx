import { useTranslation } from 'react-i18next'
import type { BandSex, MeasureDefinition } from '../api/types'
import { useWhen } from '../client/when'
import { withUnit } from '../functioning/answers'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { capture, remove, send } from './device'
import { CountedHere } from './MeasureForm'
import type { MeasureEntry, SafetyEntry, SafetySaid, Visit } from './model'
import { anew, chosen, chosenTalk, keepBoth } from './send'

/** Somebody recorded the same measure the same day: both are shown, and a person chooses. */
export function MeasureConflict({ entry, measure, sex }: { entry: MeasureEntry; measure: MeasureDefinition; sex?: BandSex }) {
  const { t } = useTranslation('device')
  const text = useText()
  const when = useWhen()
  const language = useLanguage()
  const { rival } = entry
  if (!rival) return null
  return (
    <div className="note note-warning">
      <p className="note-title">{t('conflict.measure', { at: when.clock(rival.measured_at) })}</p>
      <dl className="dv-two">
        <div>
          <dt>{t('theirs')}</dt>
          <dd>
            {rival.score !== undefined && <b className="num">{withUnit(rival.score, measure, language)}</b>} {rival.band && text(rival.band.label)}
            {rival.note && <p>{rival.note}</p>}
            <p className="quiet">{[rival.recorded_by?.name, when.instant(rival.measured_at)].filter(Boolean).join(', ')}</p>
          </dd>
        </div>
        <div>
          <dt>{t('mine')}</dt>
          <dd>
            <CountedHere measure={measure} drafts={entry.drafts} sex={sex} />
            {entry.note && <p>{entry.note}</p>}
            <p className="quiet">{when.instant(entry.measured_at)}</p>
          </dd>
        </div>
      </dl>
      <div className="dv-actions">
        <Button
          look="primary"
          onClick={() => {
            capture(keepBoth(entry))
            void send()
          }}
        >
          {t('keep_both')}
        </Button>
        <Button look="danger" onClick={() => void remove(entry.id)}>
          {t('discard_mine')}
        </Button>
      </div>
    </div>
  )
}

/** Somebody answered the same question, or finished the whole: each is shown beside mine. */
export function SafetyConflict({ entry, visit }: { entry: SafetyEntry; visit: Visit }) {
  const { t } = useTranslation(['device', 'homesafety'])
  const text = useText()
  const when = useWhen()
  const checklist = visit.safety?.checklists.find(({ version }) => version === entry.checklist)
  const written = ({ answer, words }: SafetySaid) => [answer && t(`homesafety:finding.${answer}`), words].filter(Boolean).join(': ') || t('no_words')
  const talk = ({ took_part, own_view }: SafetyEntry['talk']) => [took_part && t(`homesafety:part_told.${took_part}`), own_view].filter(Boolean).join(': ') || t('no_words')
  const go = (next: SafetyEntry) => {
    capture(next)
    if (next.state === 'ready') void send()
  }
  if (entry.gone) {
    return (
      <div className="note note-warning">
        <p className="note-title">{t('conflict.gone')}</p>
        <div className="dv-actions">
          <Button look="primary" onClick={() => go(anew(entry))}>
            {t('anew')}
          </Button>
          <Button look="danger" onClick={() => void remove(entry.id)}>
            {t('discard_mine')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="note note-warning">
      <p className="note-title">{t('conflict.safety')}</p>
      {Object.entries(entry.rivals ?? {}).map(([item, rival]) => {
        const question = checklist?.rules.items.find(({ code }) => code === item)?.question
        return (
          <Two
            key={item}
            name={question ? text(question) : item}
            theirs={rival ? written({ answer: rival.answer, words: rival.words ?? '' }) : t('no_words')}
            at={rival ? when.instant(rival.at) : undefined}
            mine={written(entry.said[item] ?? { words: '' })}
            onChoose={(whose) => go(chosen(entry, item, whose))}
          />
        )
      })}
      {entry.talk_rival && <Two name={t('homesafety:talk')} theirs={talk(entry.talk_rival)} mine={talk(entry.talk)} onChoose={(whose) => go(chosenTalk(entry, whose))} />}
    </div>
  )
}

function Two({ name, theirs, at, mine, onChoose }: { name: string; theirs: string; at?: string; mine: string; onChoose: (whose: 'mine' | 'theirs') => void }) {
  const { t } = useTranslation('device')
  return (
    <section aria-label={name}>
      <p>
        <b>{name}</b>
      </p>
      <dl className="dv-two">
        <div>
          <dt>{t('theirs')}</dt>
          <dd>
            {theirs}
            {at && <p className="quiet">{at}</p>}
          </dd>
        </div>
        <div>
          <dt>{t('mine')}</dt>
          <dd>{mine}</dd>
        </div>
      </dl>
      <div className="dv-actions">
        <Button onClick={() => onChoose('mine')} aria-label={`${t('keep_mine')}: ${name}`}>
          {t('keep_mine')}
        </Button>
        <Button onClick={() => onChoose('theirs')} aria-label={`${t('keep_theirs')}: ${name}`}>
          {t('keep_theirs')}
        </Button>
      </div>
    </section>
  )
}
