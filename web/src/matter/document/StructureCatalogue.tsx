import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api, newKey } from '../../api/client'
import type { Decision, Document, Matter, StructureCard } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { useText } from '../../i18n/text'
import { Dialog } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { matterPath } from '../queries'
import './document.css'

/** The nation's structures by name: one is chosen and a document begun on it, filled in with what is known. */
export function StructureCatalogue({ matter, onClose }: { matter: Matter; onClose: () => void }) {
  const { t } = useTranslation('matter')
  const text = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const [old, setOld] = useState(false)
  const [client, setClient] = useState('')
  const words = useDeferredValue(typed.trim().toLowerCase())
  const key = useRef(newKey())
  // Two hundred names are one small answer: typing narrows it here.
  const query = useQuery({
    queryKey: ['structures', old],
    queryFn: ({ signal }) => api.get<{ items: StructureCard[] }>(`/staff/structures${old ? '?old=true' : ''}`, { signal }),
    staleTime: 60_000,
  })
  const begin = useMutation({
    mutationFn: async (card: StructureCard) => {
      const about = { structure_id: card.id, client_id: client || undefined }
      const options = { idempotencyKey: key.current }
      if (card.kind === 'decision') {
        const decision = await api.post<Decision>(matterPath(matter.id, '/decisions'), about, options)
        return `/matters/${matter.id}/decision/${decision.id}`
      }
      const document = await api.post<Document>(matterPath(matter.id, '/documents'), about, options)
      return `/matters/${matter.id}/documents/${document.id}`
    },
    onSuccess: (path) => {
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      void navigate(path)
    },
    onError: () => {
      key.current = newKey()
    },
  })
  const fits = (card: StructureCard) => {
    const all = [card.title.fi, card.title.sv, card.document_type, card.subject, card.oid].filter(Boolean).join(' ').toLowerCase()
    return words.split(/\s+/).every((word) => all.includes(word))
  }
  const all = query.data?.items ?? []
  const cards = all.filter(fits)
  return (
    <Dialog title={t('catalogue.title')} onClose={onClose} wide>
      <TextField label={t('catalogue.search')} hint={t('catalogue.hint')} value={typed} onChange={setTyped} autoComplete="off" />
      <label className="radio-line">
        <input type="checkbox" checked={old} onChange={(event) => setOld(event.target.checked)} />
        <span>{t('catalogue.old')}</span>
      </label>
      {matter.clients.length > 1 && (
        <fieldset className="fld-set">
          <legend>{t('for_whom')}</legend>
          <label className="radio-line">
            <input type="radio" name="catalogue-whom" checked={client === ''} onChange={() => setClient('')} />
            <span>{t('catalogue.all_clients')}</span>
          </label>
          {matter.clients.map((one) => (
            <label key={one.id} className="radio-line">
              <input type="radio" name="catalogue-whom" checked={client === one.id} onChange={() => setClient(one.id)} />
              <span>{one.name}</span>
            </label>
          ))}
        </fieldset>
      )}
      {begin.isError && <ProblemNote error={begin.error} />}
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && (
        <p role="status" className="quiet">
          {all.length === 0 ? t('catalogue.empty') : cards.length === 0 ? t('catalogue.none') : t('catalogue.found', { count: cards.length })}
        </p>
      )}
      <ul className="plain-list catalogue">
        {cards.map((card) => (
          <li key={card.id}>
            <button type="button" className="catalogue-card" aria-disabled={begin.isPending || undefined} onClick={() => !begin.isPending && begin.mutate(card)}>
              <b>{text(card.title)}</b>
              <span className="quiet">
                {[card.document_type, card.subject?.replace(/\s+/g, ' '), t('catalogue.version', { version: card.version })].filter(Boolean).join(' · ')}
                {!card.newest && ` · ${t('catalogue.not_newest')}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
