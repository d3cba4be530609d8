import { useTranslation } from 'react-i18next'
import type { ClientSelfDirection, Register, SharingChoice } from '../api/types'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { at, type Draft, type Place } from './table'

interface Props {
  now: ClientSelfDirection
  draft: Draft
  percent: number
  wills: { register: Register; choice: SharingChoice }[]
  busy: boolean
  onSave: () => void
  onDrop: () => void
  onWill: (register: Register, wanted: SharingChoice) => void
}

/** What would change, in words, before anything is saved. */
export function Changes({ now, draft, percent, wills, busy, onSave, onDrop, onWill }: Props) {
  const { t } = useTranslation('selfdirection')
  const text = useText()
  const label = (place: Place, choice: SharingChoice) => text(now.parties.find(({ party }) => party === place.party)?.options.find((one) => one.choice === choice)?.label)
  const where = (place: Place) =>
    [
      text(now.groups.find(({ code }) => code === place.group)?.label),
      text(now.parties.find(({ party }) => party === place.party)?.label),
      place.situation === 'ordinary' ? '' : text(now.situations.find(({ situation }) => situation === place.situation)?.label),
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <section className="my-card my-card-act sd-changes" aria-labelledby="sd-changes">
      <h2 id="sd-changes">{t('changes')}</h2>
      {draft.size > 0 && (
        <>
          <p>{t('percent_changes', { before: now.percent, after: percent })}</p>
          <ul>
            {[...draft.values()].map((change) => (
              <li key={where(change)}>
                <b>{where(change)}</b>
                <br />
                {t('from_to', { before: label(change, at(now, new Map(), change).choice), after: label(change, at(now, draft, change).choice) })}
              </li>
            ))}
          </ul>
        </>
      )}
      {wills.length > 0 && (
        <>
          <p>{t('wills')}</p>
          <ul className="sd-wills">
            {wills.map(({ register, choice }) => (
              <li key={register}>
                <button type="button" className="btn btn-secondary" onClick={() => onWill(register, choice)}>
                  {t(`will.${choice}.${register}`)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {draft.size > 0 && <p className="quiet">{t('not_saved')}</p>}
      <div className="my-buttons">
        {draft.size > 0 && (
          <Button look="primary" busy={busy} onClick={onSave}>
            {t('save')}
          </Button>
        )}
        <Button onClick={onDrop}>{t('drop')}</Button>
      </div>
    </section>
  )
}
