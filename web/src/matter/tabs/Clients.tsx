import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { IdentityCard, Matter } from '../../api/types'
import { useWhen } from '../../client/when'
import { useText } from '../../i18n/text'
import { ClientSearchField } from '../../people/ClientSearchField'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { may, useChange } from '../queries'

/** Whose matter it is: several may share one, and each sees only what is theirs. */
export function Clients({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const [joining, setJoining] = useState(false)
  const [leaving, setLeaving] = useState<IdentityCard>()
  const when = useWhen()
  const mayLeave = may(matter, 'leave') && matter.clients.length > 1
  return (
    <section className="card mt-card" aria-labelledby="mt-clients">
      <div className="head-row">
        <h2 id="mt-clients">{t('clients.title', { count: matter.clients.length })}</h2>
        {may(matter, 'join') && (
          <Button size="small" onClick={() => setJoining(true)}>
            {t('clients.join')}
          </Button>
        )}
      </div>
      <ul className="row-list">
        {matter.clients.map((client) => (
          <li key={client.id}>
            <div className="mt-grow">
              <Link to={`/clients/${client.id}`}>{client.name}</Link> {client.age !== undefined && <span className="quiet">{t('client:head.age', { count: client.age })}</span>}
              <OwnPart matter={matter} clientId={client.id} />
            </div>
            {mayLeave && (
              <span className="row-end">
                <Button size="small" look="plain" onClick={() => setLeaving(client)}>
                  {t('clients.leave')}
                  <span className="sr-only"> {client.name}</span>
                </Button>
              </span>
            )}
          </li>
        ))}
        {(matter.parts ?? [])
          .filter(({ left_on }) => left_on)
          .map((part) => (
            <li key={part.client_id} className="mt-past">
              <div className="mt-grow">
                <p>{t('clients.gone_name')}</p>
                <p className="quiet num">{[t('clients.gone', { date: when.day(part.left_on) }), part.reason].filter(Boolean).join(' · ')}</p>
              </div>
            </li>
          ))}
      </ul>
      {joining && <Join matter={matter} onDone={() => setJoining(false)} />}
      {leaving && <Leave matter={matter} client={leaving} onDone={() => setLeaving(undefined)} />}
    </section>
  )
}

/** What of a shared matter is one client's: since when and why, what waits, their own papers. */
function OwnPart({ matter, clientId }: { matter: Matter; clientId: string }) {
  const { t } = useTranslation('matter')
  const text = useText()
  const when = useWhen()
  const part = matter.parts?.find(({ client_id }) => client_id === clientId)
  if (!part) return null
  const documents = matter.documents.filter(({ kind, client_ids }) => kind !== 'decision' && client_ids?.includes(clientId))
  const decisions = matter.decisions.filter(({ client_id }) => client_id === clientId)
  const waits = [
    part.own_view && t('clients.own_view'),
    part.hearings_open > 0 && t('clients.hearings', { count: part.hearings_open }),
    part.unread > 0 && t('clients.unread', { count: part.unread }),
  ]
  return (
    <>
      <p className="quiet num">{[t('clients.since', { date: when.day(part.joined_on) }), part.reason, ...waits].filter(Boolean).join(' · ')}</p>
      {documents.length + decisions.length > 0 && (
        <ul className="plain-list" aria-label={t('clients.papers')}>
          {documents.map((document) => (
            <li key={document.id}>
              <Link to={`/matters/${matter.id}/documents/${document.id}`}>{text(document.title)}</Link>{' '}
              {(document.client_ids?.length ?? 1) > 1 && <span className="quiet">{t('clients.shared')}</span>}
            </li>
          ))}
          {decisions.map((decision) => (
            <li key={decision.id}>
              <Link to={`/matters/${matter.id}/decision/${decision.id}`}>{t('decision.title')}</Link>{' '}
              <span className="quiet">{[decision.outcome && t(`decision.outcome.${decision.outcome}`), t(`decision.state.${decision.state}`)].filter(Boolean).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Join({ matter, onDone }: { matter: Matter; onDone: () => void }) {
  const { t } = useTranslation('matter')
  const announce = useAnnounce()
  const [picked, setPicked] = useState<IdentityCard>()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const join = useChange(matter, () => {
    announce(t('clients.joined'))
    onDone()
  })
  return (
    <Dialog
      title={t('clients.join')}
      onClose={onDone}
      actions={
        <Button
          look="primary"
          busy={join.isPending}
          onClick={() => {
            setTried(true)
            if (picked && reason.trim()) join.mutate({ action: 'clients', body: { client_id: picked.id, reason: reason.trim() } })
          }}
        >
          {t('clients.join')}
        </Button>
      }
    >
      <p>{t('clients.join_text')}</p>
      <ClientSearchField label={t('clients.who')} onPick={setPicked} exclude={matter.clients.map(({ id }) => id)} />
      {picked && <p className="note">{picked.name}</p>}
      <LongTextField label={t('clients.reason')} hint={t('clients.join_reason')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('reason_missing') : undefined} />
      {tried && !picked && <p className="field-error">{t('choose_one')}</p>}
      {join.isError && <ProblemNote error={join.error} />}
    </Dialog>
  )
}

function Leave({ matter, client, onDone }: { matter: Matter; client: IdentityCard; onDone: () => void }) {
  const { t } = useTranslation('matter')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const announce = useAnnounce()
  const leave = useChange(matter, () => {
    announce(t('clients.left'))
    onDone()
  })
  return (
    <Dialog
      title={t('clients.leave')}
      onClose={onDone}
      actions={
        <Button look="danger" busy={leave.isPending} onClick={() => {
          setTried(true)
          if (reason.trim()) leave.mutate({ action: `clients/${client.id}/leave`, body: { reason: reason.trim() } })
        }}>
          {t('clients.leave')}
        </Button>
      }
    >
      <p>{t('clients.leave_text', { name: client.name })}</p>
      <LongTextField label={t('clients.reason')} hint={t('clients.leave_reason')} value={reason} onChange={setReason} error={tried && !reason.trim() ? t('reason_missing') : undefined} />
      {leave.isError && <ProblemNote error={leave.error} />}
    </Dialog>
  )
}
