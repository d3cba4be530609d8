import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RescueRules, RescueState, SafetyRisk } from '../api/types'
import { ProblemError } from '../api/client'
import { fieldErrors } from '../app/problem'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField, TextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { Emergency } from './Emergency'
import { useRescueNotify, useRescuePreview, type RescueDraft } from './queries'
import { useRiskName } from './RiskWords'
import { Told } from './Told'

/** A notification to the rescue authority: what is said, then precisely what will be told and what will not, and only then it is made. */
export function Notify({ client, rules, risks, onClose }: { client: string; rules: RescueRules; risks: SafetyRisk[]; onClose: (made?: RescueState) => void }) {
  const { t } = useTranslation(['homesafety', 'problems'])
  const text = useText()
  const announce = useAnnounce()
  const name = useRiskName()
  const preview = useRescuePreview(client)
  const notify = useRescueNotify(client)
  const [chosen, setChosen] = useState(() => new Set(risks.map((risk) => risk.id)))
  const [elsewhere, setElsewhere] = useState(false)
  const [place, setPlace] = useState('')
  const [building, setBuilding] = useState('')
  const [ability, setAbility] = useState('')
  const [evacuation, setEvacuation] = useState('')
  const [done, setDone] = useState('')
  const [phone, setPhone] = useState('')
  const [calm, setCalm] = useState(false)
  const [again, setAgain] = useState(false)
  const [tried, setTried] = useState(false)
  const wrong = fieldErrors(preview.error, t as never)
  const required = t('problems:fields.required')
  const lacks = chosen.size === 0 || !building || !ability || !evacuation || phone.trim().length < 3 || !calm || (elsewhere && place.trim().length < 3)
  const notice: RescueDraft = {
    risks: risks.filter((risk) => chosen.has(risk.id)).map((risk) => risk.id),
    place: elsewhere ? place.trim() : undefined,
    building,
    ability,
    evacuation,
    done: done.trim() || undefined,
    notifier_phone: phone.trim(),
    no_emergency: calm,
    again: again || undefined,
  }
  const already = notify.error instanceof ProblemError && notify.error.problem.reason === 'rescue_already'
  const seen = preview.data
  const selects = [
    ['building', building, setBuilding, rules.buildings],
    ['ability', ability, setAbility, rules.abilities],
    ['evacuation', evacuation, setEvacuation, rules.evacuations],
  ] as const
  return (
    <section className="card" aria-labelledby="hs-notify">
      <h2 id="hs-notify">{text(rules.label)}</h2>
      <Emergency text={rules.emergency} />
      {!seen && (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (!lacks) preview.mutate(notice)
          }}
        >
          <p>{text(rules.who)}</p>
          <p className="quiet">{t('law', { law: rules.law })}</p>
          <fieldset className="hs-choice">
            <legend>{t('told.found')}</legend>
            {risks.map((risk) => (
              <label key={risk.id}>
                <input
                  type="checkbox"
                  checked={chosen.has(risk.id)}
                  onChange={() =>
                    setChosen((old) => {
                      const next = new Set(old)
                      if (!next.delete(risk.id)) next.add(risk.id)
                      return next
                    })
                  }
                />
                <span>
                  {name(risk)} {risk.words}
                </span>
              </label>
            ))}
            {tried && chosen.size === 0 && <p className="field-error">{required}</p>}
          </fieldset>
          <label className="hs-check">
            <input type="checkbox" checked={elsewhere} onChange={(event) => setElsewhere(event.target.checked)} />
            <span>{t('elsewhere')}</span>
          </label>
          {elsewhere && <TextField label={t('told.place')} value={place} onChange={setPlace} required error={tried && place.trim().length < 3 ? required : wrong['notice/place']} />}
          {selects.map(([field, value, set, choices]) => (
            <div key={field}>
              <Select label={t(`told.${field}`)} value={value} onChange={(event) => set(event.target.value)}>
                <option value="">{t('choose')}</option>
                {choices.map((one) => (
                  <option key={one.code} value={one.code}>
                    {text(one.label)}
                  </option>
                ))}
              </Select>
              {tried && !value && <p className="field-error">{required}</p>}
            </div>
          ))}
          <LongTextField label={t('told.done')} optional={t('optional')} value={done} onChange={setDone} rows={2} error={wrong['notice/done']} />
          <TextField label={t('notifier_phone')} inputMode="tel" autoComplete="tel" value={phone} onChange={setPhone} required error={tried && phone.trim().length < 3 ? required : wrong['notice/notifier_phone']} />
          <label className="hs-check">
            <input type="checkbox" checked={calm} onChange={(event) => setCalm(event.target.checked)} />
            <span>{t('no_emergency')}</span>
          </label>
          {tried && !calm && <p className="field-error">{t('emergency_first')}</p>}
          {preview.isError && <ProblemNote error={preview.error} />}
          <div className="hs-actions">
            <Button look="primary" type="submit" busy={preview.isPending}>
              {t('preview')}
            </Button>
            <Button onClick={() => onClose()}>{t('cancel')}</Button>
          </div>
        </form>
      )}
      {seen && (
        <div className="stack">
          <h3>{t('will_tell')}</h3>
          <Told content={seen.content} addressHidden={seen.address_hidden} />
          {seen.protected && <p className="note note-warning">{text(seen.protected)}</p>}
          {seen.address_hidden && (
            <p>
              <Link to={`/clients/${client}/people`}>{t('address_seen_at')}</Link>
            </p>
          )}
          <h3>{t('will_not_tell')}</h3>
          <ul>
            {seen.untold.map((one) => (
              <li key={one.fi}>{text(one)}</li>
            ))}
          </ul>
          <p>{seen.receiver ? t('goes_to', { host: seen.receiver }) : t('goes_by_hand')}</p>
          <p>{t(seen.shown_to_client ? 'client_sees' : 'client_does_not_see')}</p>
          {notify.isError && <ProblemNote error={notify.error} />}
          {already && (
            <label className="hs-check">
              <input type="checkbox" checked={again} onChange={(event) => setAgain(event.target.checked)} />
              <span>{t('again')}</span>
            </label>
          )}
          <div className="hs-actions">
            <Button
              look="primary"
              busy={notify.isPending}
              onClick={() =>
                notify.mutate(
                  { notice, digest: seen.digest },
                  {
                    onSuccess: (made) => {
                      announce(t(made.state === 'waiting' ? 'made_waiting' : 'made_by_hand'))
                      onClose(made.state)
                    },
                  },
                )
              }
            >
              {t(seen.receiver ? 'send' : 'make')}
            </Button>
            <Button
              onClick={() => {
                preview.reset()
                notify.reset()
              }}
            >
              {t('change')}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}
