import { useTranslation } from 'react-i18next'
import type { SafetyFinding, SafetyItem, TookPart } from '../api/types'
import { Choice } from '../homesafety/Choice'
import { Emergency } from '../homesafety/Emergency'
import '../homesafety/homesafety.css'
import { useText } from '../i18n/text'
import { LongTextField } from '../ui/Field'
import { Select } from '../ui/Select'
import { capture } from './device'
import { whole, type SafetyEntry, type SafetySaid, type Visit } from './model'

const FINDINGS: SafetyFinding[] = ['fine', 'risk', 'unseen', 'not_relevant']
const PARTS: TookPart[] = ['along', 'partly_along', 'not_along']

/** A home gone through on the device; each answer is kept at once. Pictures are added when there is a connection. */
export function SafetyForm({ entry, visit, tried }: { entry: SafetyEntry; visit: Visit; tried: boolean }) {
  const { t } = useTranslation(['homesafety', 'device', 'codes'])
  const text = useText()
  const checklist = visit.safety?.checklists.find(({ version }) => version === entry.checklist)
  if (!checklist || !visit.safety) return null
  const { groups, items, notice } = checklist.rules
  const { matters } = visit.safety
  const change = (next: Partial<SafetyEntry>) => capture({ ...entry, ...next })
  const talk = (next: Partial<SafetyEntry['talk']>) => change({ talk: { ...entry.talk, ...next } })
  return (
    <div className="hs">
      <Emergency text={notice.emergency} />
      <p className="note note-info">{t('device:no_pictures')}</p>
      {!entry.assessment && matters.length > 0 && (
        <Select label={t('matter')} value={entry.matter ?? ''} onChange={(event) => change({ matter: event.target.value || undefined })}>
          {matters.map((one) => (
            <option key={one.id} value={one.id}>
              {one.number}, {t(`codes:service_task.${one.service_task}`)}
            </option>
          ))}
          <option value="">{t('without_matter')}</option>
        </Select>
      )}
      {groups.map((group) => (
        <section key={group.code} aria-labelledby={`dv-${entry.id}-${group.code}`}>
          <h4 id={`dv-${entry.id}-${group.code}`}>{text(group.label)}</h4>
          {items
            .filter((item) => item.group === group.code)
            .map((item) => (
              <Item key={item.code} entry={entry} item={item} tried={tried} onChange={(said) => change({ said: { ...entry.said, [item.code]: said } })} />
            ))}
        </section>
      ))}
      <section aria-labelledby={`dv-${entry.id}-talk`}>
        <h4 id={`dv-${entry.id}-talk`}>{t('talk')}</h4>
        <Choice
          legend={t('took_part')}
          name={`dv-part-${entry.id}`}
          options={PARTS.map((value) => ({ value, label: t(`part.${value}`) }))}
          value={entry.talk.took_part}
          onChange={(took_part) => talk({ took_part })}
        />
        <LongTextField label={t('own_view')} optional={t('optional')} hint={t('own_view_hint')} value={entry.talk.own_view} onChange={(own_view) => talk({ own_view })} rows={3} />
      </section>
    </div>
  )
}

function Item({ entry, item, tried, onChange }: { entry: SafetyEntry; item: SafetyItem; tried: boolean; onChange: (said: SafetySaid) => void }) {
  const { t } = useTranslation('homesafety')
  const text = useText()
  const said = entry.said[item.code] ?? { words: '' }
  const risk = said.answer === 'risk'
  return (
    <div className="hs-item">
      <Choice
        legend={text(item.question)}
        name={`dv-${entry.id}-item-${item.code}`}
        options={FINDINGS.map((value) => ({ value, label: t(`finding.${value}`) }))}
        value={said.answer}
        onChange={(answer) => onChange({ ...said, answer })}
      />
      {said.answer !== undefined && (
        <LongTextField
          label={t(risk ? 'what_seen' : 'words')}
          optional={risk ? undefined : t('optional')}
          value={said.words}
          onChange={(words) => onChange({ ...said, words })}
          rows={2}
          required={risk}
          error={tried && !whole(said) ? t('words_missing') : undefined}
        />
      )}
    </div>
  )
}
