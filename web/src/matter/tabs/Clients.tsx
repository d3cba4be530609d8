import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { IdentityCard, Matter } from '../../api/types'
import { ClientSearchField } from '../../people/ClientSearchField'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/ProblemNote'
import { may, useChange } from '../queries'

/** Whose matter it is: several may share one, and each sees only what is theirs. */
export function Clients({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const [joining, setJoining] = useState(false)
  const [leaving, setLeaving] = useState<IdentityCard>()
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
            <Link to={`/clients/${client.id}`}>{client.name}</Link>
            {client.age !== undefined && <span className="quiet">{t('client:head.age', { count: client.age })}</span>}
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
      </ul>
      {joining && <Join matter={matter} onDone={() => setJoining(false)} />}
      {leaving && <Leave matter={matter} client={leaving} onDone={() => setLeaving(undefined)} />}
    </section>
  )
}

function Join({ matter, onDone }: { matter: Matter; onDone: () => void }) {
  const { t } = useTranslation('matter')
  const announce = useAnnounce()
  const [picked, setPicked] = useState<IdentityCard>()
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
            if (picked) join.mutate({ action: 'clients', body: { client_id: picked.id } })
          }}
        >
          {t('clients.join')}
        </Button>
      }
    >
      <p>{t('clients.join_text')}</p>
      <ClientSearchField label={t('clients.who')} onPick={setPicked} exclude={matter.clients.map(({ id }) => id)} />
      {picked && <p className="note">{picked.name}</p>}
      {tried && !picked && <p className="field-error">{t('choose_one')}</p>}
      {join.isError && <ProblemNote error={join.error} />}
    </Dialog>
  )
}

function Leave({ matter, client, onDone }: { matter: Matter; client: IdentityCard; onDone: () => void }) {
  const { t } = useTranslation('matter')
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
        <Button look="danger" busy={leave.isPending} onClick={() => leave.mutate({ action: `clients/${client.id}`, method: 'DELETE' })}>
          {t('clients.leave')}
        </Button>
      }
    >
      <p>{t('clients.leave_text', { name: client.name })}</p>
      {leave.isError && <ProblemNote error={leave.error} />}
    </Dialog>
  )
}
