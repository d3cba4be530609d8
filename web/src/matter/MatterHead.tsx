import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import type { Matter } from '../api/types'
import { Button } from '../ui/Button'
import { DeadlineBadge } from '../ui/DeadlineBadge'
import { Pill } from '../ui/Pill'
import { useWhen } from '../client/when'
import { PathNote } from '../flow/PathNote'
import { RestrictedMark } from '../rights/RestrictedMark'
import { Close, HandOver, Move, ReasonAction, Resend } from './actions/ActionDialogs'
import { may } from './queries'
import { Stepper } from './Stepper'

type Doing = 'move' | 'hand_over' | 'return' | 'reopen' | 'close' | 'resend'
const ACTIONS: readonly Doing[] = ['move', 'hand_over', 'return', 'resend', 'reopen', 'close']

/** Whose matter, what, where it stands and who has it; the state's changes at the right. */
export function MatterHead({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const [doing, setDoing] = useState<Doing>()
  const { pathname } = useLocation()
  const onDocument = pathname.includes('/documents/') || pathname.includes('/decision/')
  const done = () => setDoing(undefined)
  return (
    <header className="mt-head">
      <div className="mt-title">
        <h1>
          {t(`codes:situation.${matter.situation}`)}
          <span className="mt-number num"> {matter.number}</span>
        </h1>
        {matter.state !== 'open' && <Pill tone={matter.state === 'returned' ? 'warning' : 'neutral'}>{t(`codes:matter_state.${matter.state}`)}</Pill>}
        {matter.urgency === 'urgent' && <Pill tone="danger">{t('codes:urgency.urgent')}</Pill>}
        {matter.next_deadline && <DeadlineBadge deadline={matter.next_deadline} />}
        {!onDocument && (
          <div className="mt-actions">
            {ACTIONS.filter((action) => may(matter, action)).map((action) => (
              <Button key={action} size="small" onClick={() => setDoing(action)}>
                {t(`action.${action}`)}
              </Button>
            ))}
          </div>
        )}
      </div>
      <p className="mt-facts">
        <span>
          {matter.clients.map((client, index) => (
            <span key={client.id}>
              {index > 0 && ', '}
              <Link to={`/clients/${client.id}`}>
                <b>{client.name}</b>
              </Link>
              {client.age !== undefined && ` ${t('client:head.age', { count: client.age })}`}
            </span>
          ))}
        </span>
        <span>{t(`codes:service_task.${matter.service_task}`)}</span>
        <span>
          {t('handler')} {matter.handler ? <b>{matter.handler.name}</b> : <em>{t('no_handler')}</em>}, {matter.team.name}
        </span>
        <span className="num">{t('initiated', { date: when.day(matter.initiated_on) })}</span>
      </p>
      {matter.clients.map((client) => (
        <RestrictedMark key={client.id} clientId={client.id} id={matter.id} within={{ register: 'social', service_task: matter.service_task }} />
      ))}
      <Stepper matter={matter} />
      <PathNote matter={matter} />
      {doing === 'move' && <Move matter={matter} onDone={done} />}
      {doing === 'hand_over' && <HandOver matter={matter} onDone={done} />}
      {(doing === 'return' || doing === 'reopen') && <ReasonAction matter={matter} action={doing} onDone={done} />}
      {doing === 'resend' && <Resend matter={matter} onDone={done} />}
      {doing === 'close' && <Close matter={matter} onDone={done} />}
    </header>
  )
}
