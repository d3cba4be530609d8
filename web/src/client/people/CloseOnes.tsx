import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api, newKey } from '../../api/client'
import type { CloseOne } from '../../api/types'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { Code } from '../parts/Code'
import { Select } from '../../ui/Select'
import { RestrictedMark } from '../../rights/RestrictedMark'
import { QualityMark } from '../../quality/QualityMark'
import { clientPath } from '../queries'
import { useWhen } from '../when'
import { DoneBar } from './DoneBar'
import { useTend } from './useTend'

const ROLES = ['spouse', 'child', 'parent', 'sibling', 'friend', 'informal_carer', 'guardian', 'trustee', 'contact', 'other'] as const

export function CloseOnes({ clientId, closeOnes, may }: { clientId: string; closeOnes: CloseOne[]; may: readonly string[] }) {
  const { t } = useTranslation('client')
  const [editing, setEditing] = useState<CloseOne | 'new'>()
  const when = useWhen()
  const tend = useTend(clientId, 'close-ones', { removed: t('people.removed'), undone: t('undone') })
  const { remove } = tend
  return (
    <section className="card" aria-labelledby="close-title">
      <div className="head-row">
        <h2 id="close-title">{t('people.close_ones')}</h2>
        {may.includes('close_one_add') && <Button onClick={() => setEditing('new')}>{t('people.add')}</Button>}
      </div>
      {closeOnes.length === 0 && <p className="quiet">{t('people.no_close_ones')}</p>}
      {remove.isError && <ProblemNote error={remove.error} />}
      <DoneBar tend={tend} />
      <ul className="row-list">
        {closeOnes.map((one) => (
          <li key={one.id}>
            <div>
              {one.client_id ? <Link to={`/clients/${one.client_id}`}>{one.name}</Link> : <b>{one.name}</b>}{' '}
              <span className="quiet">
                {one.roles.map((role, index) => (
                  <span key={role}>
                    {index > 0 && ', '}
                    <Code group="close_role" code={role} />
                  </span>
                ))}
              </span>
              <p>
                {one.phone && <a href={`tel:${one.phone.replace(/\s/g, '')}`}>{one.phone}</a>}
                {one.note && <span className="quiet"> {one.note}</span>}
              </p>
              {!one.official && (
                <p className="quiet">
                  {t(`contacts.origin.${one.origin}`)} · {when.day(one.recorded_at)}
                </p>
              )}
              <QualityMark quality={one.quality} name={one.name} />
              <RestrictedMark clientId={clientId} id={one.id} />
            </div>
            {one.official ? (
              <Pill>{t('people.official')}</Pill>
            ) : one.origin !== 'register' && may.includes('close_one_end') ? (
              <span className="row-end">
                <Button size="small" look="plain" onClick={() => setEditing(one)}>
                  {t('correct')}
                  <span className="sr-only"> {one.name}</span>
                </Button>
                <Button size="small" look="plain" busy={remove.isPending && remove.variables?.id === one.id} onClick={() => remove.mutate(one)}>
                  {t('remove')}
                  <span className="sr-only"> {one.name}</span>
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {editing && (
        <EditCloseOne
          clientId={clientId}
          known={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onDone={(one) => {
            tend.did({ text: t(editing === 'new' ? 'people.added' : 'people.corrected'), id: one.id, version: one.version })
            setEditing(undefined)
          }}
        />
      )}
    </section>
  )
}

interface EditProps {
  clientId: string
  /** The close one who is corrected; none when a new one is added. */
  known?: CloseOne
  onClose: () => void
  onDone: (one: CloseOne) => void
}

/** Adds a close one, corrects one, or confirms them when nothing is changed. */
function EditCloseOne({ clientId, known, onClose, onDone }: EditProps) {
  const { t } = useTranslation('client')
  const key = useRef(newKey())
  const [name, setName] = useState(known?.name ?? '')
  const [roles, setRoles] = useState<string[]>(known?.roles ?? [])
  const [phone, setPhone] = useState(known?.phone ?? '')
  const [note, setNote] = useState(known?.note ?? '')
  const [origin, setOrigin] = useState<'client' | 'staff'>('client')
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), roles, phone: phone.trim() || undefined, note: note.trim() || undefined, origin }
      return known
        ? api.put<CloseOne>(clientPath(clientId, `/close-ones/${known.id}`), body, { ifMatch: known.version })
        : api.post<CloseOne>(clientPath(clientId, '/close-ones'), body, { idempotencyKey: key.current })
    },
    onSuccess: onDone,
  })
  return (
    <Dialog
      title={known ? t('people.correct') : t('people.add')}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (name.trim() && roles.length > 0) save.mutate()
          }}
        >
          {t('save')}
        </Button>
      }
    >
      {known && <p>{t('contacts.correct_text')}</p>}
      <TextField label={t('people.name')} value={name} onChange={setName} error={tried && !name.trim() ? t('required') : undefined} />
      <fieldset className="fld-set check-grid">
        <legend>{t('people.roles')}</legend>
        {ROLES.map((role) => (
          <label key={role} className="check-line">
            <input type="checkbox" checked={roles.includes(role)} onChange={(e) => setRoles(e.target.checked ? [...roles, role] : roles.filter((one) => one !== role))} />
            <Code group="close_role" code={role} />
          </label>
        ))}
        {tried && roles.length === 0 && <p className="field-error">{t('people.role_missing')}</p>}
      </fieldset>
      <TextField label={t('people.phone')} value={phone} onChange={setPhone} inputMode="tel" optional={t('optional')} />
      <TextField label={t('people.note')} value={note} onChange={setNote} optional={t('optional')} />
      <Select label={t('contacts.origin_label')} value={origin} onChange={(e) => setOrigin(e.target.value as 'client' | 'staff')}>
        <option value="client">{t('contacts.origin.client')}</option>
        <option value="staff">{t('contacts.origin.staff')}</option>
      </Select>
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}
