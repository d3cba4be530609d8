import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api/client'
import type { ContactDetail } from '../../api/types'
import { Button } from '../../ui/Button'
import { DateField } from '../../ui/DateField'
import { Dialog } from '../../ui/Dialog'
import { LongTextField, TextField } from '../../ui/Field'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { RestrictedMark } from '../../rights/RestrictedMark'
import { QualityMark } from '../../quality/QualityMark'
import { clientPath, listOf } from '../queries'
import { useWhen } from '../when'
import { DoneBar } from './DoneBar'
import { useTend } from './useTend'

interface Props {
  clientId: string
  contacts: ContactDetail[]
  /** The address is protected and not shown. */
  hidden: boolean
  /** What the viewer may do to the client. */
  may: readonly string[]
  onShown: (contacts: ContactDetail[]) => void
}

export function Contacts({ clientId, contacts, hidden, may, onShown }: Props) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const [editing, setEditing] = useState<ContactDetail | 'new'>()
  const [asking, setAsking] = useState(false)
  const tend = useTend(clientId, 'contacts', { removed: t('contacts.removed'), undone: t('undone') })
  const { remove } = tend
  return (
    <section className="card" aria-labelledby="contacts-title">
      <div className="head-row">
        <h2 id="contacts-title">{t('contacts.title')}</h2>
        {may.includes('contact_add') && <Button onClick={() => setEditing('new')}>{t('contacts.add')}</Button>}
      </div>
      {hidden && (
        <div className="note note-warning">
          <p className="note-title">{t('contacts.protected')}</p>
          <p>{t('contacts.protected_text')}</p>
          {may.includes('address') ? (
            <p>
              <Button size="small" onClick={() => setAsking(true)}>
                {t('contacts.show_address')}
              </Button>
            </p>
          ) : (
            <p>{t('contacts.no_right')}</p>
          )}
        </div>
      )}
      {contacts.length === 0 && !hidden && <p className="quiet">{t('contacts.empty')}</p>}
      {remove.isError && <ProblemNote error={remove.error} />}
      <DoneBar tend={tend} />
      <ul className="row-list">
        {contacts.map((contact) => (
          <li key={contact.id}>
            <div>
              <span className="quiet">{t(`contacts.type.${contact.type}`)}</span> <b>{contact.value}</b>
              <p className="quiet">
                {t(`contacts.origin.${contact.origin}`)} · {when.day(contact.recorded_at)}
                {contact.valid_to && ` · ${t('contacts.valid_to', { date: when.day(contact.valid_to) })}`}
              </p>
              <QualityMark quality={contact.quality} name={contact.value} />
              <RestrictedMark clientId={clientId} id={contact.id} />
            </div>
            <Pill>{t(`contacts.kind.${contact.kind}`)}</Pill>
            {contact.origin !== 'register' && may.includes('contact_end') && (
              <span className="row-end">
                <Button size="small" look="plain" onClick={() => setEditing(contact)}>
                  {t('correct')}
                  <span className="sr-only"> {contact.value}</span>
                </Button>
                <Button size="small" look="plain" busy={remove.isPending && remove.variables?.id === contact.id} onClick={() => remove.mutate(contact)}>
                  {t('remove')}
                  <span className="sr-only"> {contact.value}</span>
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {editing && (
        <EditContact
          clientId={clientId}
          known={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onDone={(contact) => {
            tend.did({ text: t(editing === 'new' ? 'contacts.added' : 'contacts.corrected'), id: contact.id, version: contact.version })
            setEditing(undefined)
          }}
        />
      )}
      {asking && (
        <ShowAddress
          clientId={clientId}
          onClose={() => setAsking(false)}
          onShown={(shown) => {
            setAsking(false)
            onShown(shown)
          }}
        />
      )}
    </section>
  )
}

interface EditProps {
  clientId: string
  /** The detail that is corrected; none when a new one is added. */
  known?: ContactDetail
  onClose: () => void
  onDone: (contact: ContactDetail) => void
}

/** Adds a detail, corrects one, or confirms it when nothing is changed: either way its day is today and its origin is told. */
function EditContact({ clientId, known, onClose, onDone }: EditProps) {
  const { t } = useTranslation('client')
  const key = useRef(newKey())
  const [type, setType] = useState<ContactDetail['type']>(known?.type ?? 'phone')
  const [kind, setKind] = useState<ContactDetail['kind']>(known?.kind ?? 'long_lived')
  const [value, setValue] = useState(known?.value ?? '')
  const [validTo, setValidTo] = useState(known?.valid_to ?? '')
  const [origin, setOrigin] = useState<'client' | 'staff'>('client')
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => {
      const body = { kind, type, value: value.trim(), origin, valid_to: validTo || undefined }
      return known
        ? api.put<ContactDetail>(clientPath(clientId, `/contacts/${known.id}`), body, { ifMatch: known.version })
        : api.post<ContactDetail>(clientPath(clientId, '/contacts'), body, { idempotencyKey: key.current })
    },
    onSuccess: onDone,
  })
  return (
    <Dialog
      title={known ? t('contacts.correct') : t('contacts.add')}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (value.trim()) save.mutate()
          }}
        >
          {t('save')}
        </Button>
      }
    >
      {known && <p>{t('contacts.correct_text')}</p>}
      <Select label={t('contacts.type_label')} value={type} disabled={known !== undefined} onChange={(e) => setType(e.target.value as ContactDetail['type'])}>
        {(['phone', 'email', 'address'] as const).map((code) => (
          <option key={code} value={code}>
            {t(`contacts.type.${code}`)}
          </option>
        ))}
      </Select>
      <TextField
        label={t(`contacts.type.${type}`)}
        value={value}
        onChange={setValue}
        inputMode={type === 'phone' ? 'tel' : type === 'email' ? 'email' : 'text'}
        error={tried && !value.trim() ? t('required') : undefined}
      />
      <Select label={t('contacts.kind_label')} hint={t(`contacts.kind_hint.${kind}`)} value={kind} onChange={(e) => setKind(e.target.value as ContactDetail['kind'])}>
        <option value="long_lived">{t('contacts.kind.long_lived')}</option>
        <option value="service_bound">{t('contacts.kind.service_bound')}</option>
      </Select>
      {kind === 'service_bound' && <DateField label={t('contacts.until')} value={validTo} onChange={setValidTo} optional={t('optional')} />}
      <Select label={t('contacts.origin_label')} value={origin} onChange={(e) => setOrigin(e.target.value as 'client' | 'staff')}>
        <option value="client">{t('contacts.origin.client')}</option>
        <option value="staff">{t('contacts.origin.staff')}</option>
      </Select>
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}

function ShowAddress({ clientId, onClose, onShown }: { clientId: string; onClose: () => void; onShown: (contacts: ContactDetail[]) => void }) {
  const { t } = useTranslation('client')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const ask = useMutation({
    mutationFn: () =>
      api.post<ContactDetail[] | { items: ContactDetail[] }>(clientPath(clientId, '/address'), { reason: reason.trim() }).then(listOf),
    onSuccess: onShown,
    gcTime: 0,
  })
  return (
    <Dialog
      title={t('contacts.show_address')}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={ask.isPending}
          onClick={() => {
            setTried(true)
            if (reason.trim()) ask.mutate()
          }}
        >
          {t('contacts.show_address')}
        </Button>
      }
    >
      <p>{t('contacts.show_text')}</p>
      <LongTextField label={t('contacts.show_reason')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('required') : undefined} />
      {ask.isError && <ProblemNote error={ask.error} />}
    </Dialog>
  )
}
