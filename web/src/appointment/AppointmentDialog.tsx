import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../app/problem'
import { ProblemError } from '../api/client'
import type { Appointment, IdentityCard, Overlap, Place } from '../api/types'
import { useProfessional } from '../app/session'
import { useOrganisation, usePeople } from '../client/queries'
import { useWhen } from '../client/when'
import { clockText, readClock } from '../matter/tabs/localTime'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { LongTextField, TextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useSave, type On } from './queries'
import { dayOf, minutesOf, span } from './times'

const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240]
const PLACES: readonly Place[] = ['home_visit', 'office', 'remote']

interface Props {
  on: On
  /** Whom it can be with; the first is meant when nothing is chosen. */
  clients: readonly IdentityCard[]
  appointment?: Appointment
  onDone: () => void
}

/** A new appointment, or a change of one. What overlaps is told, and can be accepted. */
export function AppointmentDialog({ on, clients, appointment, onDone }: Props) {
  const { t } = useTranslation(['appointment', 'problems'])
  const me = useProfessional()
  const announce = useAnnounce()
  const when = useWhen()
  const [client, setClient] = useState(appointment?.client.id ?? clients[0]?.id ?? '')
  const [day, setDay] = useState(appointment ? dayOf(appointment.starts_at) : '')
  const [clock, setClock] = useState(appointment ? clockText(new Date(appointment.starts_at)) : '')
  const [minutes, setMinutes] = useState(appointment ? minutesOf(appointment.starts_at, appointment.ends_at) : 60)
  const [place, setPlace] = useState<Place>(appointment?.place ?? 'home_visit')
  const [address, setAddress] = useState<string | undefined>(appointment?.address)
  const [unit, setUnit] = useState(appointment?.unit?.id ?? '')
  const [link, setLink] = useState(appointment?.link ?? '')
  const [why, setWhy] = useState(appointment?.why ?? '')
  const [who, setWho] = useState<string[]>(appointment?.people.map(({ id }) => id) ?? [me.id])
  const [tried, setTried] = useState(false)
  const organisation = useOrganisation()
  const people = usePeople(client)
  const protectedHome = people.data?.address_hidden ?? clients.find(({ id }) => id === client)?.protected ?? false
  // The home is where the client lives, unless something else is written.
  const home = people.data?.contacts.find(({ type }) => type === 'address')?.value
  const shownAddress = address ?? (place === 'home_visit' && !protectedHome ? (home ?? '') : '')
  const save = useSave(on, appointment, () => {
    announce(t(appointment ? 'changed' : 'made'))
    onDone()
  })
  const overlaps = save.error instanceof ProblemError && save.error.problem.code === 'overlaps' ? (save.error.problem.overlaps as Overlap[]) : undefined
  const wrong = fieldErrors(save.error, t as never)
  const time = readClock(clock)
  const missing = { day: !day, time: !time, why: !why.trim(), place: place === 'office' && !shownAddress.trim() && !unit }
  const submit = (despite: boolean) => {
    setTried(true)
    if (Object.values(missing).some(Boolean) || !time) return
    save.mutate({
      client_id: 'matter' in on && !appointment ? client || undefined : undefined,
      day,
      time,
      minutes,
      place,
      address: place === 'remote' || (place === 'home_visit' && protectedHome) ? undefined : shownAddress.trim() || undefined,
      unit_id: place === 'office' ? unit || undefined : undefined,
      link: place === 'remote' ? link.trim() || undefined : undefined,
      why: why.trim(),
      professional_ids: who,
      despite_overlap: despite || undefined,
    })
  }
  const colleagues = (organisation.data?.teams ?? []).filter(({ members }) => members.some(({ id }) => id === me.id)).flatMap(({ members }) => members)
  const named = new Map([...colleagues, ...(appointment?.people ?? []), { id: me.id, name: me.name }].map((person) => [person.id, person.name]))
  const choosable = [...named].filter(([id]) => !who.includes(id)).sort((a, b) => a[1].localeCompare(b[1], 'fi'))
  const lengths = LENGTHS.includes(minutes) ? LENGTHS : [...LENGTHS, minutes].sort((a, b) => a - b)
  return (
    <Dialog
      wide
      title={t(appointment ? 'change' : 'new')}
      onClose={onDone}
      actions={
        <Button look="primary" busy={save.isPending} onClick={() => submit(overlaps !== undefined)}>
          {t(overlaps ? 'despite' : appointment ? 'save' : 'make')}
        </Button>
      }
    >
      {clients.length > 1 && !appointment && (
        <Select label={t('with')} value={client} onChange={(e) => setClient(e.target.value)}>
          {clients.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <div className="mt-form-row">
        <DateField label={t('day')} value={day} onChange={setDay} error={wrong.day ?? (tried && missing.day ? t('missing.day') : undefined)} />
        <TextField label={t('clock')} hint={t('clock_hint')} value={clock} onChange={setClock} error={wrong.time ?? (tried && missing.time ? t('missing.clock') : undefined)} />
        <Select label={t('length')} value={minutes} onChange={(e) => setMinutes(Number(e.target.value))}>
          {lengths.map((length) => (
            <option key={length} value={length}>
              {t('minutes', { count: length })}
            </option>
          ))}
        </Select>
      </div>
      <fieldset className="fld-set ap-places">
        <legend>{t('where')}</legend>
        {PLACES.map((code) => (
          <label key={code} className="radio-line">
            <input type="radio" name="place" checked={place === code} onChange={() => setPlace(code)} />
            <span>{t(`place.${code}`)}</span>
          </label>
        ))}
      </fieldset>
      {place === 'home_visit' && protectedHome && <p className="note note-warning">{t('address_protected')}</p>}
      {((place === 'home_visit' && !protectedHome) || place === 'office') && (
        <TextField
          label={t('address')}
          optional={place === 'home_visit' ? t('common:optional') : undefined}
          value={shownAddress}
          onChange={setAddress}
          error={wrong.address ?? (tried && missing.place ? t('missing.place') : undefined)}
        />
      )}
      {place === 'office' && (
        <Select label={t('unit')} optional={t('common:optional')} value={unit} onChange={(e) => setUnit(e.target.value)}>
          <option value="">{t('no_unit')}</option>
          {(organisation.data?.units ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {place === 'remote' && <TextField label={t('link')} hint={t('link_hint')} optional={t('common:optional')} value={link} onChange={setLink} error={wrong.link} />}
      <div className="ap-who">
        <p className="field-label" id="ap-who">
          {t('who')}
        </p>
        <ul className="row-list" aria-labelledby="ap-who">
          {who.map((id, index) => (
            <li key={id}>
              <span>
                {named.get(id) ?? ''}
                {index === 0 && <span className="quiet"> · {t('answers')}</span>}
              </span>
              {index > 0 && (
                <Button size="small" look="plain" aria-label={t('leave_out_name', { name: named.get(id) ?? '' })} onClick={() => setWho(who.filter((other) => other !== id))}>
                  {t('leave_out')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {choosable.length > 0 && (
          <Select label={t('also')} value="" onChange={(e) => e.target.value && setWho([...who, e.target.value])} error={wrong.professional_ids}>
            <option value="">{t('choose')}</option>
            {choosable.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </div>
      <LongTextField label={t('why')} hint={t('why_hint')} rows={3} value={why} onChange={setWhy} error={wrong.why ?? (tried && missing.why ? t('missing.why') : undefined)} />
      {overlaps ? (
        <div className="note note-warning" role="alert">
          <p className="note-title">{t('overlaps')}</p>
          <ul>
            {overlaps.map((one) => (
              <li key={`${one.professional.id}${one.starts_at}`}>
                {one.professional.name}, {when.shortDay(dayOf(one.starts_at))} {span(one.starts_at, one.ends_at)}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        save.isError && <ProblemNote error={save.error} />
      )}
    </Dialog>
  )
}
