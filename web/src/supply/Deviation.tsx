import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SupplyDeviation, SupplyLink } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { HandleDialog } from './HandleDialog'
import { useUndoSupply } from './queries'
import './supply.css'

/** Where it is mended. The organisation is its manager's to mend: no way leads there from a client's page. */
const places: Record<SupplyLink, ((client: string) => string) | undefined> = {
  request: (client) => `/clients/${client}/requests`,
  plan: (client) => `/clients/${client}/plans`,
  services: (client) => `/clients/${client}/services`,
  organisation: undefined,
}

/** A service of a plan that there is not as it was planned: why, what could be done, and what was done. */
export function Deviation({ one, clientId, named = false }: { one: SupplyDeviation; clientId?: string; named?: boolean }) {
  const { t } = useTranslation('supply')
  const text = useText()
  const language = useLanguage()
  const [handling, setHandling] = useState(false)
  const service = text(one.service)
  const Heading = named ? 'h2' : 'h3'
  return (
    <li className="card sup-one" aria-label={t('of', { name: text(one.name), service })}>
      <div className="spread">
        <Heading>
          {named && (one.client ? <Link to={`/clients/${one.client.id}/whole-plan`}>{one.client.name}</Link> : t('unnamed'))}
          {named && ': '}
          {service}
        </Heading>
        <Pill tone={one.handled ? 'neutral' : 'warning'}>{text(one.name)}</Pill>
      </div>
      <p>{text(one.why)}</p>
      <p className="quiet">
        {[
          t('planned_on', { date: longDate(one.planned_on, language) }),
          one.cause_on && t(`cause_on.${one.kind}`, { date: longDate(one.cause_on, language) }),
          one.provider && t('provider', { name: one.provider }),
          one.team,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {!one.handled && (
        <>
          <p className="sup-could">{t('could')}</p>
          <ul className="sup-todo">
            {one.todo.map((todo) => {
              const to = clientId && places[todo.link]?.(clientId)
              return <li key={todo.code}>{to ? <Link to={to}>{text(todo.text)}</Link> : text(todo.text)}</li>
            })}
          </ul>
        </>
      )}
      {one.handled && <Handled one={one} clientId={clientId} />}
      <div className="spread sup-foot">
        <small className="quiet">
          {one.law} ({t(`mark.${one.mark}`)})
        </small>
        {!one.handled && clientId && (
          <Button size="small" className="no-print" aria-label={t('handle_of', { service })} onClick={() => setHandling(true)}>
            {t('handle')}
          </Button>
        )}
      </div>
      {handling && clientId && <HandleDialog clientId={clientId} one={one} onClose={() => setHandling(false)} />}
    </li>
  )
}

function Handled({ one, clientId }: { one: SupplyDeviation; clientId?: string }) {
  const { t } = useTranslation('supply')
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const undo = useUndoSupply(clientId ?? '')
  const { handled } = one
  if (!handled) return null
  const did = one.todo.find(({ code }) => code === handled.what)
  return (
    <div className="sup-done">
      <p>
        {did && <>{text(did.text)} </>}”{handled.words}”
      </p>
      <p className="spread">
        <span className="quiet">{[handled.by?.name, longDate(handled.at, language)].filter(Boolean).join(' · ')}</span>
        {clientId && (
          <Button
            size="small"
            look="plain"
            className="no-print"
            busy={undo.isPending}
            aria-label={t('undo_of', { service: text(one.service) })}
            onClick={() => undo.mutate(handled.id, { onSuccess: () => announce(t('undone')) })}
          >
            {t('undo')}
          </Button>
        )}
      </p>
      {undo.isError && <ProblemNote error={undo.error} />}
    </div>
  )
}
