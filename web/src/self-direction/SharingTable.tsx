import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientSelfDirection, Register, SharingChoice, SharingSituation } from '../api/types'
import { useText } from '../i18n/text'
import { at, byWill, lawOf, type Change, type Draft, type Place } from './table'

interface Props {
  now: ClientSelfDirection
  draft: Draft
  onChange: (change: Change) => void
  onWill: (register: Register, wanted: SharingChoice) => void
}

/** A row for each data group, a column for each party; on a phone a card for each group. */
export function SharingTable({ now, draft, onChange, onWill }: Props) {
  const { t } = useTranslation('selfdirection')
  const text = useText()
  const [situation, setSituation] = useState<SharingSituation>('ordinary')
  const parties = now.parties.filter(({ situations }) => situations.includes(situation))
  const about = now.situations.find((one) => one.situation === situation)
  return (
    <section className="my-card" aria-labelledby="sd-table">
      <h2 id="sd-table">{t('table')}</h2>
      <p>{t('table_about')}</p>
      <fieldset className="sd-when">
        <legend>{t('when')}</legend>
        {now.situations.map((one) => (
          <label key={one.situation}>
            <input type="radio" name="sd-when" checked={one.situation === situation} onChange={() => setSituation(one.situation)} />
            {text(one.label)}
          </label>
        ))}
      </fieldset>
      <p className="quiet">{text(about?.about)}</p>
      <table className="sd-table">
        <caption className="sr-only">{t('table_of', { when: text(about?.label) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('data')}</th>
            {parties.map((one) => (
              <th key={one.party} scope="col">
                {text(one.label)}
                <small>{text(one.about)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {now.groups.map((group) => (
            <tr key={group.code}>
              <th scope="row">
                {text(group.label)}
                <small>{text(group.about)}</small>
                <details>
                  <summary>{t('law')}</summary>
                  <dl>
                    {parties.map((one) => {
                      const law = lawOf(now, one.party, group.code)
                      return (
                        law && (
                          <div key={one.party}>
                            <dt>{text(one.label)}</dt>
                            <dd>
                              {text(law.text)}{' '}
                              <small>
                                {law.law} ({t(`mark.${law.mark}`)})
                              </small>
                            </dd>
                          </div>
                        )
                      )
                    })}
                  </dl>
                </details>
              </th>
              {parties.map((one) => (
                <td key={one.party}>
                  <span className="sd-party" aria-hidden="true">
                    {text(one.label)}
                  </span>
                  <Cell
                    now={now}
                    draft={draft}
                    place={{ situation, party: one.party, group: group.code }}
                    name={t('cell', { data: text(group.label), who: text(one.label) })}
                    onChange={onChange}
                    onWill={onWill}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ now, draft, place, name, onChange, onWill }: Props & { place: Place; name: string }) {
  const { t } = useTranslation('selfdirection')
  const text = useText()
  const { choice, own } = at(now, draft, place)
  const party = now.parties.find((one) => one.party === place.party)
  const options = party?.options ?? []
  const register = byWill(now, place)
  const follows = place.situation !== 'ordinary'
  // An exception to a permit or a denial is made where it is given.
  if (register && follows) return <p className="sd-said">{text(options.find((option) => option.choice === choice)?.label)}</p>
  const pick = (value: string) => {
    const wanted = options.find((option) => option.choice === value)?.choice
    if (register) {
      if (wanted && wanted !== choice) onWill(register, wanted)
    } else onChange({ ...place, choice: wanted })
  }
  return (
    <>
      <select className="input" aria-label={name} value={follows && !own ? '' : choice} onChange={(event) => pick(event.target.value)} data-own={own}>
        {follows && <option value="">{t('as_ordinary', { what: text(options.find((option) => option.choice === at(now, draft, { ...place, situation: 'ordinary' }).choice)?.label) })}</option>}
        {options.map((option) => (
          <option key={option.choice} value={option.choice}>
            {text(option.label)}
          </option>
        ))}
      </select>
      {register && <small className="quiet">{t(`by_will.${register}`)}</small>}
    </>
  )
}
