import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api, isProblem, newKey } from '../../api/client'
import type { Matter, Note } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { useDraft } from '../../client/parts/useDraft'
import { useWhen } from '../../client/when'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { DateField } from '../../ui/DateField'
import { LongTextField, TextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { clockText, fromLocal, localNow, readClock } from './localTime'
import { matterKeys, matterPath, may, useNotes } from '../queries'

const KINDS: readonly Note['kind'][] = ['phone', 'home_visit', 'office', 'contact', 'network_meeting', 'other']

/** Notes of contacts and visits, newest first. */
export function Notes({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const query = useNotes(matter.id)
  const [changing, setChanging] = useState<string>()
  const notes = [...(query.data ?? [])].sort((a, b) => b.at.localeCompare(a.at))
  return (
    <>
      {may(matter, 'note') && (
        <section className="card mt-card" aria-labelledby="note-new">
          <h2 id="note-new">{t('note.new')}</h2>
          <NoteForm matter={matter} />
        </section>
      )}
      <section className="card mt-card" aria-labelledby="note-list">
        <h2 id="note-list">{t('note.list')}</h2>
        {query.isPending && <Skeleton lines={4} />}
        {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
        {query.data && notes.length === 0 && <p className="quiet">{t('note.empty')}</p>}
        <ul className="row-list">
          {notes.map((note) =>
            changing === note.id ? (
              <li key={note.id}>
                <NoteForm matter={matter} note={note} onDone={() => setChanging(undefined)} />
              </li>
            ) : (
              <Shown key={note.id} matter={matter.id} note={note} onChange={() => setChanging(note.id)} />
            ),
          )}
        </ul>
      </section>
    </>
  )
}

function Shown({ matter, note, onChange }: { matter: string; note: Note; onChange: () => void }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  return (
    <li>
      <div className="mt-grow">
        <p className="quiet num">
          <b>{t(`note.kind.${note.kind}`)}</b> · {when.instant(note.at)}
          {note.author && ` · ${note.author.name}`}
        </p>
        <p className="mt-text">{note.text}</p>
        {note.document_id && (
          <p>
            <Link to={`/matters/${matter}/documents/${note.document_id}`}>{t('note.of_document')}</Link>
          </p>
        )}
      </div>
      {note.permitted_actions?.includes('change') && (
        <Button size="small" look="plain" onClick={onChange}>
          {t('note.change')}
          <span className="sr-only"> {when.instant(note.at)}</span>
        </Button>
      )}
    </li>
  )
}

function NoteForm({ matter, note, onDone }: { matter: Matter; note?: Note; onDone?: () => void }) {
  const { t } = useTranslation('matter')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const key = useRef(newKey())
  const [kind, setKind] = useState<Note['kind']>(note?.kind ?? 'phone')
  const [day, setDay] = useState(() => localNow(note ? new Date(note.at) : new Date()).slice(0, 10))
  const [clock, setClock] = useState(() => clockText(note ? new Date(note.at) : new Date()))
  const [text, setText] = useDraft(`note:${matter.id}:${note?.id ?? 'new'}`, note?.text)
  const [client, setClient] = useState(note?.client_id ?? '')
  const [tried, setTried] = useState(false)
  const at = fromLocal(`${day}T${readClock(clock) ?? ''}`)
  const save = useMutation({
    mutationFn: () => {
      const body = { kind, at, text: text.trim(), client_id: client || undefined }
      return note
        ? api.patch<Note>(matterPath(matter.id, `/notes/${note.id}`), body, { ifMatch: note.version })
        : api.post<Note>(matterPath(matter.id, '/notes'), body, { idempotencyKey: key.current })
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      announce(t('note.saved'))
      setText('')
      if (onDone) onDone()
      else {
        key.current = newKey()
        setTried(false)
        setDay(localNow(new Date()).slice(0, 10))
        setClock(clockText(new Date()))
      }
    },
    onError: (error) => {
      if (isProblem(error, 'version_conflict')) void queries.invalidateQueries({ queryKey: matterKeys.notes(matter.id) })
    },
  })
  return (
    <form
      className="stack mt-grow"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (text.trim() && at) save.mutate()
      }}
    >
      <div className="mt-form-row">
        <Select label={t('note.kind_label')} value={kind} onChange={(e) => setKind(e.target.value as Note['kind'])}>
          {KINDS.map((code) => (
            <option key={code} value={code}>
              {t(`note.kind.${code}`)}
            </option>
          ))}
        </Select>
        <DateField label={t('note.day')} value={day} onChange={setDay} error={tried && !day ? t('form.error.required') : undefined} />
        <TextField label={t('note.clock')} value={clock} onChange={setClock} inputMode="numeric" hint={t('note.clock_hint')} error={tried && !readClock(clock) ? t('note.clock_bad') : undefined} />
        {matter.clients.length > 1 && (
          <Select label={t('note.whose')} value={client} onChange={(e) => setClient(e.target.value)}>
            <option value="">{t('note.everyone')}</option>
            {matter.clients.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </div>
      <LongTextField label={t('note.text')} rows={4} value={text} onChange={setText} error={tried && !text.trim() ? t('form.error.required') : undefined} />
      {save.isError && <ProblemNote error={save.error} />}
      <p className="row">
        <Button look="primary" type="submit" busy={save.isPending}>
          {t('note.save')}
        </Button>
        {onDone && (
          <Button look="plain" onClick={onDone}>
            {t('common:cancel')}
          </Button>
        )}
      </p>
    </form>
  )
}
