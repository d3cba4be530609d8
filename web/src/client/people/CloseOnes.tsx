import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api, newKey } from '../../api/client'
import type { CloseOne } from '../../api/types'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { Code } from '../parts/Code'
import { clientKeys, clientPath } from '../queries'

const ROLES = ['spouse', 'child', 'parent', 'sibling', 'friend', 'informal_carer', 'guardian', 'trustee', 'contact', 'other'] as const

export function CloseOnes({ clientId, closeOnes, may }: { clientId: string; closeOnes: CloseOne[]; may: readonly string[] }) {
  const { t } = useTranslation('client')
  const [adding, setAdding] = useState(false)
  const queries = useQueryClient()
  const announce = useAnnounce()
  const remove = useMutation({
    mutationFn: (one: CloseOne) => api.delete(clientPath(clientId, `/close-ones/${one.id}`), { ifMatch: one.version }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) })
      announce(t('people.removed'))
    },
  })
  return (
    <section className="card" aria-labelledby="close-title">
      <div className="head-row">
        <h2 id="close-title">{t('people.close_ones')}</h2>
        {may.includes('close_one_add') && <Button onClick={() => setAdding(true)}>{t('people.add')}</Button>}
      </div>
      {closeOnes.length === 0 && <p className="quiet">{t('people.no_close_ones')}</p>}
      {remove.isError && <ProblemNote error={remove.error} />}
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
            </div>
            {one.official ? (
              <Pill>{t('people.official')}</Pill>
            ) : may.includes('close_one_end') ? (
              <span className="row-end">
                <Button size="small" look="plain" busy={remove.isPending && remove.variables?.id === one.id} onClick={() => remove.mutate(one)}>
                  {t('remove')}
                  <span className="sr-only"> {one.name}</span>
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {adding && <AddCloseOne clientId={clientId} onDone={() => setAdding(false)} />}
    </section>
  )
}

function AddCloseOne({ clientId, onDone }: { clientId: string; onDone: () => void }) {
  const { t } = useTranslation('client')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const key = useRef(newKey())
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<string[]>([])
  const [phone, setPhone] = useState('')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      api.post<CloseOne>(
        clientPath(clientId, '/close-ones'),
        { name: name.trim(), roles, phone: phone.trim() || undefined, note: note.trim() || undefined },
        { idempotencyKey: key.current },
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) })
      announce(t('people.added'))
      onDone()
    },
  })
  return (
    <Dialog
      title={t('people.add')}
      onClose={onDone}
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
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}
