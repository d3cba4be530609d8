import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { Role } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { TextField } from '../ui/Field'
import { today } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root, usePlaces, useWrong } from './api'
import { roles, type StaffView } from './types'

/** A new professional: who, what, where, from when to when. */
export function EmployDialog({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useTranslation('admin')
  const announce = useAnnounce()
  const client = useQueryClient()
  const places = usePlaces()
  const [form, setForm] = useState({ name: '', title: '', title_sv: '', title_en: '', role: '' as Role | '', unit_id: '', subject: '', email: '', valid_from: today(), valid_to: '', power_basis: '' })
  const [decides, setDecides] = useState(false)
  const [teams, setTeams] = useState<string[]>([])
  const [key, setKey] = useState(newKey)
  const set = (name: keyof typeof form) => (value: string) => {
    setForm((old) => ({ ...old, [name]: value }))
    setKey(newKey()) // another content is another request
  }
  const save = useMutation({
    mutationFn: () =>
      api.post<StaffView>(
        `${root}/professionals`,
        {
          name: form.name,
          title: { fi: form.title, sv: form.title_sv || undefined, en: form.title_en || undefined },
          role: form.role,
          unit_id: form.unit_id,
          subject: form.subject || undefined,
          email: form.email || undefined,
          valid_from: form.valid_from,
          valid_to: form.valid_to || undefined,
          can_decide: decides,
          power_basis: decides ? form.power_basis || undefined : undefined,
          team_ids: teams,
        },
        { idempotencyKey: key },
      ),
    onSuccess: (made) => {
      announce(t('employ.done', { name: made.name }))
      void client.invalidateQueries({ queryKey: ['admin'] })
      onDone(made.id)
    },
  })
  const [tried, setTried] = useState(false)
  const wrong = useWrong(save.error)
  const missing = (value: string) => (tried && value.trim() === '' ? t('problems:fields.required') : undefined)
  const whole = form.name.trim() && form.title.trim() && form.role && form.unit_id && form.valid_from
  const open = (one: { valid_to?: string }) => one.valid_to === undefined || one.valid_to >= today()
  return (
    <Dialog
      title={t('employ.title')}
      wide
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (whole) save.mutate()
          }}
        >
          {t('employ.save')}
        </Button>
      }
    >
      {save.isError && <ProblemNote error={save.error} />}
      <div className="form-grid">
        <TextField label={t('staff.name')} value={form.name} onChange={set('name')} error={wrong.name ?? missing(form.name)} required />
        <TextField label={t('employ.title_fi')} value={form.title} onChange={set('title')} error={wrong['title/fi'] ?? missing(form.title)} required />
        <TextField label={t('employ.title_sv')} optional={t('optional')} value={form.title_sv} onChange={set('title_sv')} error={wrong['title/sv']} />
        <TextField label={t('employ.title_en')} optional={t('optional')} value={form.title_en} onChange={set('title_en')} error={wrong['title/en']} />
        <Select label={t('staff.role')} value={form.role} error={missing(form.role)} onChange={(event) => set('role')(event.target.value)}>
          <option value="">{t('choose')}</option>
          {roles.map((one) => (
            <option key={one} value={one}>
              {t(`codes:role.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('staff.unit')} value={form.unit_id} error={wrong.unit_id ?? missing(form.unit_id)} onChange={(event) => set('unit_id')(event.target.value)}>
          <option value="">{t('choose')}</option>
          {places.data?.units.filter(open).map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
        <TextField label={t('employ.subject')} hint={t('employ.subject_hint')} optional={t('optional')} value={form.subject} onChange={set('subject')} error={wrong.subject} autoComplete="off" />
        <TextField label={t('employ.email')} optional={t('optional')} value={form.email} onChange={set('email')} error={wrong.email} inputMode="email" />
        <DateField label={t('employ.from')} value={form.valid_from} onChange={set('valid_from')} error={wrong.valid_from ?? missing(form.valid_from)} />
        <DateField label={t('employ.to')} optional={t('until_further')} value={form.valid_to} onChange={set('valid_to')} error={wrong.valid_to} />
      </div>
      <fieldset className="choice-row">
        <legend>{t('staff.teams')}</legend>
        {wrong.team_ids && <p className="field-error">{wrong.team_ids}</p>}
        {places.data?.teams.filter(open).map((one) => (
          <label key={one.id}>
            <input type="checkbox" checked={teams.includes(one.id)} onChange={(event) => setTeams((old) => (event.target.checked ? [...old, one.id] : old.filter((id) => id !== one.id)))} />
            {one.name}
          </label>
        ))}
      </fieldset>
      <fieldset className="choice-row">
        <legend>{t('staff.power')}</legend>
        <label>
          <input type="checkbox" checked={decides} onChange={(event) => setDecides(event.target.checked)} />
          {t('employ.decides')}
        </label>
      </fieldset>
      {decides && <TextField label={t('power.basis')} hint={t('power.basis_hint')} optional={t('optional')} value={form.power_basis} onChange={set('power_basis')} error={wrong.power_basis} />}
    </Dialog>
  )
}
