import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { Role } from '../api/types'
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
import { StaffSelect } from './StaffSelect'
import type { Asked } from './StaffPage'
import { roles, type Left, type Moved, type StaffView } from './types'

interface DialogOf {
  staff: StaffView
  onClose: () => void
  onDone: () => void
}

interface FrameProps {
  title: string
  save: string
  busy: boolean
  error: unknown
  danger?: boolean
  onSave: () => void
  onClose: () => void
  children: ReactNode
}

function Frame({ title, save, busy, error, danger, onSave, onClose, children }: FrameProps) {
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

/** A change of one professional at the version on screen. */
function useSave(staff: StaffView, path: string, onDone: () => void) {
  return useMutation({
    mutationFn: (body: unknown) => api.post(`${root}/professionals/${staff.id}${path}`, body, { ifMatch: staff.version }),
    onSuccess: onDone,
  })
}

/** Who the professional is as a client: the code is typed here and shown never again. */
export function IdentityDialog({ staff, onClose, onDone }: DialogOf) {
  const { t } = useTranslation('admin')
  const [hetu, setHetu] = useState('')
  const save = useSave(staff, '/own-identity', onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame title={t('person.identity_title', { name: staff.name })} save={t('save')} busy={save.isPending} error={save.error} onSave={() => save.mutate({ hetu })} onClose={onClose}>
      <p>{t('person.identity_what')}</p>
      <TextField label={t('person.identity_hetu')} hint={t('person.identity_hint')} value={hetu} onChange={setHetu} error={wrong.hetu} autoComplete="off" required />
      {staff.own_identity_since && (
        <p>
          <Button look="danger" size="small" busy={save.isPending} onClick={() => save.mutate({})}>
            {t('person.identity_end')}
          </Button>
        </p>
      )}
    </Frame>
  )
}

export function AmendDialog({ staff, onClose, onDone }: DialogOf) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const [form, setForm] = useState({ name: staff.name, fi: staff.title.fi, sv: staff.title.sv ?? '', en: staff.title.en ?? '', unit_id: staff.unit_id, subject: staff.subject ?? '', email: staff.email ?? '' })
  const save = useMutation({
    mutationFn: () =>
      api.patch(
        `${root}/professionals/${staff.id}`,
        { name: form.name, title: { fi: form.fi, sv: form.sv || undefined, en: form.en || undefined }, unit_id: form.unit_id, subject: form.subject, email: form.email },
        { ifMatch: staff.version },
      ),
    onSuccess: onDone,
  })
  const wrong = useWrong(save.error)
  const set = (name: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [name]: value }))
  return (
    <Frame title={t('person.amend_title', { name: staff.name })} save={t('save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()} onClose={onClose}>
      <TextField label={t('staff.name')} value={form.name} onChange={set('name')} error={wrong.name} required />
      <TextField label={t('employ.title_fi')} value={form.fi} onChange={set('fi')} error={wrong['title/fi']} required />
      <TextField label={t('employ.title_sv')} optional={t('optional')} value={form.sv} onChange={set('sv')} error={wrong['title/sv']} />
      <TextField label={t('employ.title_en')} optional={t('optional')} value={form.en} onChange={set('en')} error={wrong['title/en']} />
      <Select label={t('staff.unit')} value={form.unit_id} error={wrong.unit_id} onChange={(event) => set('unit_id')(event.target.value)}>
        {places.data?.units
          .filter((one) => one.id === staff.unit_id || one.valid_to === undefined || one.valid_to >= today())
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </Select>
      <TextField label={t('employ.subject')} hint={t('employ.subject_hint')} optional={t('optional')} value={form.subject} onChange={set('subject')} error={wrong.subject} autoComplete="off" />
      <TextField label={t('employ.email')} optional={t('optional')} value={form.email} onChange={set('email')} error={wrong.email} inputMode="email" />
    </Frame>
  )
}

function Days({ from, to, setFrom, setTo, wrong }: { from: string; to: string; setFrom: (v: string) => void; setTo: (v: string) => void; wrong: Record<string, string> }) {
  const { t } = useTranslation('admin')
  return (
    <div className="form-grid">
      <DateField label={t('employ.from')} value={from} onChange={setFrom} error={wrong.valid_from ?? (from === '' ? t('problems:fields.required') : undefined)} />
      <DateField label={t('employ.to')} optional={t('until_further')} value={to} onChange={setTo} error={wrong.valid_to} />
    </div>
  )
}

export function RoleDialog({ staff, onClose, onDone }: DialogOf) {
  const { t } = useTranslation('admin')
  const now = staff.roles.some((one) => one.when === 'now')
  const [role, setRole] = useState<Role | ''>('')
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState('')
  const [tried, setTried] = useState(false)
  const save = useSave(staff, '/roles', onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={t('person.give_role')}
      save={t('save')}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSave={() => {
        setTried(true)
        if (role && from) save.mutate({ role, valid_from: from, valid_to: to || undefined, replaces: now })
      }}
    >
      {now && <p>{t('role.replaces')}</p>}
      <Select label={t('staff.role')} value={role} error={tried && !role ? t('problems:fields.required') : undefined} onChange={(event) => setRole(event.target.value as Role)}>
        <option value="">{t('choose')}</option>
        {roles.map((one) => (
          <option key={one} value={one}>
            {t(`codes:role.${one}`)}
          </option>
        ))}
      </Select>
      <Days from={from} to={to} setFrom={setFrom} setTo={setTo} wrong={wrong} />
    </Frame>
  )
}

export function PowerDialog({ staff, onClose, onDone }: DialogOf) {
  const { t } = useTranslation('admin')
  const [basis, setBasis] = useState('')
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState('')
  const save = useSave(staff, '/powers', onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame title={t('person.give_power')} save={t('save')} busy={save.isPending} error={save.error} onClose={onClose} onSave={() => from && save.mutate({ basis: basis || undefined, valid_from: from, valid_to: to || undefined })}>
      <p>{t('power.what')}</p>
      <TextField label={t('power.basis')} hint={t('power.basis_hint')} optional={t('optional')} value={basis} onChange={setBasis} error={wrong.basis} />
      <Days from={from} to={to} setFrom={setFrom} setTo={setTo} wrong={wrong} />
    </Frame>
  )
}

export function TeamDialog({ staff, onClose, onDone }: DialogOf) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const [team, setTeam] = useState('')
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState('')
  const [tried, setTried] = useState(false)
  const save = useSave(staff, '/teams', onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={t('person.join_team')}
      save={t('save')}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSave={() => {
        setTried(true)
        if (team && from) save.mutate({ team_id: team, valid_from: from, valid_to: to || undefined })
      }}
    >
      <Select label={t('staff.team')} value={team} error={wrong.team_id ?? (tried && !team ? t('problems:fields.required') : undefined)} onChange={(event) => setTeam(event.target.value)}>
        <option value="">{t('choose')}</option>
        {places.data?.teams
          .filter((one) => one.valid_to === undefined || one.valid_to >= today())
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </Select>
      <Days from={from} to={to} setFrom={setFrom} setTo={setTo} wrong={wrong} />
    </Frame>
  )
}

export function AbsentDialog({ staff, onClose, onDone }: DialogOf) {
  const { t } = useTranslation('admin')
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState('')
  const [substitute, setSubstitute] = useState('')
  const [tried, setTried] = useState(false)
  const [key, setKey] = useState(newKey)
  const again = (set: (value: string) => void) => (value: string) => {
    set(value)
    setKey(newKey())
  }
  const save = useMutation({
    mutationFn: () => api.post(`${root}/absences`, { professional_id: staff.id, from, to, substitute_id: substitute }, { idempotencyKey: key }),
    onSuccess: onDone,
  })
  const wrong = useWrong(save.error)
  const missing = (value: string) => (tried && !value ? t('problems:fields.required') : undefined)
  return (
    <Frame
      title={t('person.add_absence')}
      save={t('save')}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSave={() => {
        setTried(true)
        if (from && to && substitute) save.mutate()
      }}
    >
      <div className="form-grid">
        <DateField label={t('absence.from')} value={from} onChange={again(setFrom)} error={wrong.from ?? missing(from)} />
        <DateField label={t('absence.to')} value={to} onChange={again(setTo)} error={wrong.to ?? missing(to)} />
      </div>
      <StaffSelect label={t('absence.substitute')} none={t('choose')} exclude={staff.id} value={substitute} onChange={again(setSubstitute)} error={wrong.substitute_id ?? missing(substitute)} />
    </Frame>
  )
}

export function EndRangeDialog({ staff, asked, onClose, onDone }: DialogOf & { asked: Extract<Asked, { kind: 'end_range' }> }) {
  const { t } = useTranslation('admin')
  const [day, setDay] = useState(today)
  const save = useSave(staff, `/${asked.what}/${asked.range.id}/end`, onDone)
  const wrong = useWrong(save.error)
  return (
    <Frame title={t('person.end_named', { name: asked.name })} save={t('person.end_it')} danger busy={save.isPending} error={save.error} onClose={onClose} onSave={() => day && save.mutate({ last_day: day })}>
      <p>{t('end.explain')}</p>
      <DateField label={t('end.last_day')} hint={t('end.hint')} value={day} onChange={setDay} error={wrong.last_day ?? (day === '' ? t('problems:fields.required') : undefined)} />
    </Frame>
  )
}

function useLeft(id: string) {
  return useQuery({ queryKey: ['admin', 'staff', 'left', id], queryFn: () => api.get<Left>(`${root}/professionals/${id}/left`) })
}

export function HandOverDialog({ staff, onClose, onDone }: Omit<DialogOf, 'onDone'> & { onDone: (moved: Moved) => void }) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const left = useLeft(staff.id)
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => api.post<Moved>(`${root}/professionals/${staff.id}/hand-over`, { to_professional_id: to || undefined, reason }),
    onSuccess: onDone,
  })
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={t('hand.title', { name: staff.name })}
      save={t('hand.save')}
      busy={save.isPending}
      error={save.error ?? left.error}
      onClose={onClose}
      onSave={() => {
        setTried(true)
        if (reason.trim()) save.mutate()
      }}
    >
      {left.data ? <LeftWords left={left.data} places={places.data} /> : <Loading />}
      <StaffSelect label={t('hand.to')} hint={t('hand.to_hint')} none={t('hand.queue')} inTeam exclude={staff.id} value={to} onChange={setTo} error={wrong.to_professional_id} />
      <LongTextField label={t('hand.reason')} value={reason} onChange={setReason} error={wrong.reason ?? (tried && !reason.trim() ? t('problems:fields.required') : undefined)} required />
    </Frame>
  )
}

export function EndDialog({ staff, onClose, onDone }: Omit<DialogOf, 'onDone'> & { onDone: (moved: Moved) => void }) {
  const { t } = useTranslation('admin')
  const places = usePlaces()
  const left = useLeft(staff.id)
  const [day, setDay] = useState(today)
  const [hands, setHands] = useState(true)
  const [to, setTo] = useState('')
  const [reason, setReason] = useState(() => t('end.reason'))
  const open = left.data ? left.data.matters.length + left.data.customerships + left.data.contacts + left.data.named > 0 : false
  const save = useMutation({
    mutationFn: () =>
      api.post<{ moved: Moved }>(
        `${root}/professionals/${staff.id}/end`,
        { last_day: day, hand_over: open && hands ? { to_professional_id: to || undefined, reason } : undefined },
        { ifMatch: staff.version },
      ),
    onSuccess: (answer) => onDone(answer.moved),
  })
  const wrong = useWrong(save.error)
  return (
    <Frame
      title={t('end.title', { name: staff.name })}
      save={t('person.end')}
      danger
      busy={save.isPending || left.isPending}
      error={save.error ?? left.error}
      onClose={onClose}
      onSave={() => {
        if (day && (!open || !hands || reason.trim())) save.mutate()
      }}
    >
      <p>{t('end.employment')}</p>
      <DateField label={t('end.last_day')} hint={t('end.hint')} value={day} onChange={setDay} error={wrong.last_day ?? (day === '' ? t('problems:fields.required') : undefined)} />
      {left.data ? <LeftWords left={left.data} places={places.data} /> : <Loading />}
      {open && (
        <>
          <fieldset className="choice-row">
            <legend>{t('end.what_now')}</legend>
            <label>
              <input type="radio" name="hands" checked={hands} onChange={() => setHands(true)} />
              {t('end.hand_now')}
            </label>
            <label>
              <input type="radio" name="hands" checked={!hands} onChange={() => setHands(false)} />
              {t('end.hand_later')}
            </label>
          </fieldset>
          {hands && (
            <>
              <StaffSelect label={t('hand.to')} hint={t('hand.to_hint')} none={t('hand.queue')} inTeam exclude={staff.id} value={to} onChange={setTo} error={wrong.to_professional_id} />
              <LongTextField label={t('hand.reason')} value={reason} onChange={setReason} error={wrong['hand_over/reason'] ?? (reason.trim() ? undefined : t('problems:fields.required'))} required />
            </>
          )}
        </>
      )}
    </Frame>
  )
}
