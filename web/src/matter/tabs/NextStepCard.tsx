import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api, newKey } from '../../api/client'
import type { Decision, Document, DocumentKind, Matter } from '../../api/types'
import { useCustomerships } from '../../client/queries'
import { CustomershipRow } from '../../client/services/CustomershipRow'
import { EditCustomership } from '../../client/services/EditCustomership'
import { useAllTheSame } from '../../requests/AllTheSame'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/ProblemNote'
import { Close, ReasonAction, Resend } from '../actions/ActionDialogs'
import { laneAfter, nextStep, type NextStep } from '../nextStep'
import { matterPath, may, useChange } from '../queries'
import { Refusals } from '../Refusals'

/** Steps during which the way to the next stage is still shut. */
const SHUT: readonly NextStep['kind'][] = ['none', 'start_document', 'go_on_document', 'start_decision', 'go_on_decision']

/** The main thing to do, first and alone; and, when the way on is shut, why. */
export function NextStepCard({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const planned = nextStep(matter)
  const client = matter.clients[0]?.id ?? ''
  const customerships = useCustomerships(client, planned.kind === 'open_customership' && client !== '')
  // A customership of the same service task may be open from before: then there is none to open.
  const open = customerships.data?.find(({ state, service_task }) => state === 'open' && service_task === matter.service_task)
  const step: NextStep = planned.kind === 'open_customership' && open ? { kind: 'follow' } : planned
  return (
    <section className="card mt-next" aria-labelledby="mt-next">
      <h2 id="mt-next">{t(`next.${wordsOf(step)}.title`)}</h2>
      <p>{t(`next.${wordsOf(step)}.text`)}</p>
      {open && (
        <ul className="row-list">
          <CustomershipRow customership={open} />
        </ul>
      )}
      <Doing matter={matter} step={step} />
      {SHUT.includes(step.kind) && <Refusals refusals={matter.can.refusals} actions={[`move:${laneAfter(matter.lane) ?? ''}`, ...(matter.handler ? [] : ['take'])]} />}
    </section>
  )
}

function wordsOf(step: NextStep) {
  switch (step.kind) {
    case 'move':
      return `move_${step.to}` as const
    case 'start_document':
      return `start_${step.document}` as const
    case 'go_on_document':
      return `go_on_${step.document}` as const
    case 'go_on_decision':
      return `decision_${step.state}` as const
    default:
      return step.kind
  }
}

function Doing({ matter, step }: { matter: Matter; step: NextStep }) {
  const { t } = useTranslation('matter')
  const navigate = useNavigate()
  const announce = useAnnounce()
  const change = useChange(matter)
  const [open, setOpen] = useState(false)
  const label = t(`next.${wordsOf(step)}.button`, { defaultValue: '' })
  switch (step.kind) {
    case 'take':
      return (
        <>
          <p>
            <Button look="primary" busy={change.isPending} onClick={() => change.mutate({ action: 'take' }, { onSuccess: () => announce(t('done.take')) })}>
              {label}
            </Button>
          </p>
          {change.isError && <ProblemNote error={change.error} />}
        </>
      )
    case 'move':
      return (
        <>
          <p>
            <Button
              look="primary"
              busy={change.isPending}
              onClick={() => change.mutate({ action: 'move', body: { lane: step.to } }, { onSuccess: () => announce(t('done.move')) })}
            >
              {label}
            </Button>
          </p>
          {change.isError && <ProblemNote error={change.error} />}
        </>
      )
    case 'start_document':
      return <StartDocument matter={matter} kind={step.document} label={label} />
    case 'start_decision':
      return <StartDecision matter={matter} label={label} />
    case 'go_on_document':
      return (
        <p>
          <Button look="primary" onClick={() => void navigate(`/matters/${matter.id}/documents/${step.id}`)}>
            {label}
          </Button>
        </p>
      )
    case 'go_on_decision':
      return (
        <p>
          <Button look="primary" onClick={() => void navigate(`/matters/${matter.id}/decision/${step.id}`)}>
            {label}
          </Button>
        </p>
      )
    case 'open_customership':
      return (
        <>
          <p>
            <Button look="primary" onClick={() => setOpen(true)}>
              {label}
            </Button>
          </p>
          {open && matter.clients[0] && (
            <EditCustomership clientId={matter.clients[0].id} matterId={matter.id} serviceTask={matter.service_task} teamId={matter.team.id} onDone={() => setOpen(false)} />
          )}
        </>
      )
    case 'reopen':
    case 'resend':
      return (
        <>
          <p>
            <Button look="primary" onClick={() => setOpen(true)}>
              {label}
            </Button>
          </p>
          {open && step.kind === 'reopen' && <ReasonAction matter={matter} action="reopen" onDone={() => setOpen(false)} />}
          {open && step.kind === 'resend' && <Resend matter={matter} onDone={() => setOpen(false)} />}
        </>
      )
    case 'follow':
      return may(matter, 'close') ? (
        <>
          <p>
            <Button onClick={() => setOpen(true)}>{t('action.close')}</Button>
          </p>
          {open && <Close matter={matter} onDone={() => setOpen(false)} />}
        </>
      ) : null
    case 'none':
      return null
  }
}

/** Several clients in one matter: a document is made for one of them or for all together. */
function ForWhom({ matter, value, onChange }: { matter: Matter; value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation('matter')
  if (matter.clients.length < 2) return null
  return (
    <fieldset className="fld-set">
      <legend>{t('for_whom')}</legend>
      {matter.clients.map((client) => (
        <label key={client.id} className="radio-line">
          <input type="radio" name="for-whom" checked={value === client.id} onChange={() => onChange(client.id)} />
          <span>{client.name}</span>
        </label>
      ))}
    </fieldset>
  )
}

function StartDocument({ matter, kind, label }: { matter: Matter; kind: DocumentKind; label: string }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const key = useRef(newKey())
  const [client, setClient] = useState(matter.clients[0]?.id ?? '')
  const anyway = useAllTheSame(client, 'assessment', kind === 'assessment' && client ? 'assessment' : '', () => {})
  const start = useMutation({
    mutationFn: () => api.post<Document>(matterPath(matter.id, '/documents'), { kind, client_id: client || undefined }, { idempotencyKey: key.current }),
    onSuccess: (document) => {
      anyway.keep()
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      void navigate(`/matters/${matter.id}/documents/${document.id}`)
    },
  })
  return (
    <>
      <ForWhom matter={matter} value={client} onChange={setClient} />
      {anyway.view}
      <p>
        <Button look="primary" busy={start.isPending} onClick={() => start.mutate()}>
          {label}
        </Button>
      </p>
      {start.isError && <ProblemNote error={start.error} />}
    </>
  )
}

function StartDecision({ matter, label }: { matter: Matter; label: string }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const key = useRef(newKey())
  const [client, setClient] = useState(matter.clients[0]?.id ?? '')
  const start = useMutation({
    mutationFn: () => api.post<Decision>(matterPath(matter.id, '/decisions'), { client_id: client }, { idempotencyKey: key.current }),
    onSuccess: (decision) => {
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      void navigate(`/matters/${matter.id}/decision/${decision.id}`)
    },
  })
  return (
    <>
      <ForWhom matter={matter} value={client} onChange={setClient} />
      <p>
        <Button look="primary" busy={start.isPending} onClick={() => start.mutate()}>
          {label}
        </Button>
      </p>
      {start.isError && <ProblemNote error={start.error} />}
    </>
  )
}
