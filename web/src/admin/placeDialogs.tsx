import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem, newKey } from '../api/client'
import type { ServiceTask } from '../api/types'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { LongTextField, TextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { today } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root, usePlaces, useWrong } from './api'
import { LeftWords } from './LeftWords'
import { organisationKinds, serviceTasks, unitKinds, type Left, type OrganisationRow, type Place, type TeamRow, type UnitRow } from './types'

interface Common {
  onClose: () => void
  onDone: () => void
}

const valid = (one: Place) => one.valid_to === undefined || one.valid_to >= today()

/** Adds a place or changes the one given, at the version on screen. */
function useSave(path: string, place: Place | undefined, onDone: () => void) {
  // One key for one content: a corrected form is another request.
  const [sent] = useState(() => new Map<string, string>())
  return useMutation({
    mutationFn: (body: unknown) => {
      if (place) return api.put(`${root}/${path}/${place.id}`, body, { ifMatch: place.version })
      const content = JSON.stringify(body)
      const idempotencyKey = sent.get(content) ?? newKey()
      sent.set(content, idempotencyKey)
      return api.post(`${root}/${path}`, body, { idempotencyKey })
    },
    onSuccess: onDone,
  })
}

function Frame({ title, busy, error, onSave, onClose, children, save, danger }: { title: string; busy: boolean; error: unknown; onSave: () => void; onClose: () => void; children: ReactNode; save: string; danger?: boolean }) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={onSave}>
          {save}
        </Button>
      }
    >
      {Boolean(error) && <ProblemNote error={error} />}
      {children}
    </Dialog>
  )
}

export function OrganisationDialog({ place, onClose, onDone }: Common & { place?: OrganisationRow }) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const [form, setForm] = useState({ name: place?.name ?? '', kind: place?.kind ?? 'provider', business_id: place?.business_id ?? '', part_of: place?.part_of ?? '' })
  const set = (name: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [name]: value }))
  const save = useSave('organisations', place, onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={place ? t('places.change_named', { name: place.name }) : t('places.add_organisation')}
      save={t('save')}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSave={() => save.mutate({ ...form, business_id: form.business_id || undefined, part_of: form.part_of || undefined })}
    >
      <TextField label={t('staff.name')} value={form.name} onChange={set('name')} error={wrong.name} required />
      <Select label={t('places.kind')} value={form.kind} error={wrong.kind} onChange={(event) => set('kind')(event.target.value)}>
        {organisationKinds.map((one) => (
          <option key={one} value={one}>
            {t(`places.organisation_kinds.${one}`)}
          </option>
        ))}
      </Select>
      <TextField label={t('places.business_id')} optional={t('optional')} value={form.business_id} onChange={set('business_id')} error={wrong.business_id} />
      <Select label={t('places.part_of')} value={form.part_of} error={wrong.part_of} onChange={(event) => set('part_of')(event.target.value)}>
        <option value="">{t('places.nothing_above')}</option>
        {places.data?.organisations
          .filter((one) => valid(one) && one.id !== place?.id)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </Select>
    </Frame>
  )
}

export function UnitDialog({ place, onClose, onDone }: Common & { place?: UnitRow }) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const organisations = places.data?.organisations.filter(valid) ?? []
  const [form, setForm] = useState({ name: place?.name ?? '', kind: place?.kind ?? 'office', organisation_id: place?.organisation_id ?? organisations[0]?.id ?? '', part_of: place?.part_of ?? '', municipality: place?.municipality ?? '' })
  const set = (name: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [name]: value }))
  const save = useSave('units', place, onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={place ? t('places.change_named', { name: place.name }) : t('places.add_unit')}
      save={t('save')}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSave={() => save.mutate({ ...form, part_of: form.part_of || undefined, municipality: form.municipality || undefined })}
    >
      <TextField label={t('staff.name')} value={form.name} onChange={set('name')} error={wrong.name} required />
      <Select label={t('places.kind')} value={form.kind} error={wrong.kind} onChange={(event) => set('kind')(event.target.value)}>
        {unitKinds.map((one) => (
          <option key={one} value={one}>
            {t(`places.unit_kinds.${one}`)}
          </option>
        ))}
      </Select>
      <Select label={t('places.organisation')} value={form.organisation_id} error={wrong.organisation_id} onChange={(event) => set('organisation_id')(event.target.value)}>
        {organisations.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </Select>
      <Select label={t('places.part_of')} value={form.part_of} error={wrong.part_of} onChange={(event) => set('part_of')(event.target.value)}>
        <option value="">{t('places.nothing_above')}</option>
        {places.data?.units
          .filter((one) => valid(one) && one.id !== place?.id)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </Select>
      <TextField label={t('places.municipality')} hint={t('places.municipality_hint')} optional={t('optional')} inputMode="numeric" value={form.municipality} onChange={set('municipality')} error={wrong.municipality} />
    </Frame>
  )
}

export function TeamDialog({ place, onClose, onDone }: Common & { place?: TeamRow }) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const units = places.data?.units.filter(valid) ?? []
  const [form, setForm] = useState({ name: place?.name ?? '', key: place?.key ?? '', unit_id: place?.unit_id ?? '', service_task: place?.service_task ?? ('older_people' as ServiceTask) })
  const [tried, setTried] = useState(false)
  const set = (name: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [name]: value }))
  const save = useSave('teams', place, onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={place ? t('places.change_named', { name: place.name }) : t('places.add_team')}
      save={t('save')}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSave={() => {
        setTried(true)
        if (form.unit_id) save.mutate(form)
      }}
    >
      <TextField label={t('staff.name')} value={form.name} onChange={set('name')} error={wrong.name} required />
      {place ? (
        <p>{t('places.key_stays', { key: place.key })}</p>
      ) : (
        <TextField label={t('places.key')} hint={t('places.key_hint')} value={form.key} onChange={set('key')} error={wrong.key} required autoComplete="off" />
      )}
      <Select label={t('staff.unit')} value={form.unit_id} error={wrong.unit_id ?? (tried && !form.unit_id ? t('problems:fields.required') : undefined)} onChange={(event) => set('unit_id')(event.target.value)}>
        <option value="">{t('choose')}</option>
        {units.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </Select>
      <Select label={t('places.task')} value={form.service_task} onChange={(event) => set('service_task')(event.target.value)}>
        {serviceTasks.map((one) => (
          <option key={one} value={one}>
            {t(`codes:service_task.${one}`)}
          </option>
        ))}
      </Select>
    </Frame>
  )
}

export function EndPlaceDialog({ path, place, onClose, onDone }: Common & { path: 'units' | 'organisations'; place: Place }) {
  const { t } = useTranslation('admin')
  const [day, setDay] = useState(today)
  const save = useMutation({ mutationFn: () => api.post(`${root}/${path}/${place.id}/end`, { last_day: day }, { ifMatch: place.version }), onSuccess: onDone })
  const wrong = useWrong(save.error)
  const inside = isProblem(save.error, 'state_refused') ? (save.error.problem.inside as Record<string, number> | undefined) : undefined
  return (
    <Frame title={t('places.end_named', { name: place.name })} save={t('places.end')} danger busy={save.isPending} error={save.error} onClose={onClose} onSave={() => day && save.mutate()}>
      {inside && (
        <ul>
          {Object.entries(inside).map(([what, count]) => (
            <li key={what}>{t(`places.inside.${what}`, { count })}</li>
          ))}
        </ul>
      )}
      <p>{t('places.end_explain')}</p>
      <DateField label={t('end.last_day')} hint={t('end.hint')} value={day} onChange={setDay} error={wrong.last_day ?? (day === '' ? t('problems:fields.required') : undefined)} />
    </Frame>
  )
}

export function EndTeamDialog({ team, onClose, onDone }: Common & { team: TeamRow }) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const left = useQuery({ queryKey: ['admin', 'team', 'left', team.id], queryFn: () => api.get<Left & { routed: boolean }>(`${root}/teams/${team.id}/left`) })
  const [day, setDay] = useState(today)
  const [to, setTo] = useState('')
  const [reason, setReason] = useState(() => t('places.end_reason', { name: team.name }))
  const [tried, setTried] = useState(false)
  const open = left.data ? left.data.matters.length + left.data.customerships > 0 : false
  const save = useMutation({
    mutationFn: () => api.post(`${root}/teams/${team.id}/end`, { last_day: day, to_team_id: to || undefined, reason: to ? reason : undefined }, { ifMatch: team.version }),
    onSuccess: onDone,
  })
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={t('places.end_named', { name: team.name })}
      save={t('places.end')}
      danger
      busy={save.isPending || left.isPending}
      error={save.error ?? left.error}
      onClose={onClose}
      onSave={() => {
        setTried(true)
        if (day && (!open || (to && reason.trim()))) save.mutate()
      }}
    >
      {left.data?.routed && <p className="note note-warning">{t('problems:reasons.team_in_rules')}</p>}
      <DateField label={t('end.last_day')} hint={t('end.hint')} value={day} onChange={setDay} error={wrong.last_day ?? (day === '' ? t('problems:fields.required') : undefined)} />
      {left.data ? <LeftWords left={left.data} places={places.data} /> : <Loading />}
      {open && (
        <>
          <Select label={t('places.to_team')} hint={t('places.to_team_hint')} value={to} error={wrong.to_team_id ?? (tried && !to ? t('problems:fields.required') : undefined)} onChange={(event) => setTo(event.target.value)}>
            <option value="">{t('choose')}</option>
            {places.data?.teams
              .filter((one) => valid(one) && one.id !== team.id)
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </Select>
          <LongTextField label={t('hand.reason')} value={reason} onChange={setReason} error={wrong.reason ?? (tried && !reason.trim() ? t('problems:fields.required') : undefined)} required />
        </>
      )}
    </Frame>
  )
}
