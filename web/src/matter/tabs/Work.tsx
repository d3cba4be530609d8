import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Matter } from '../../api/types'
import { Entries } from '../../client/entries/Entries'
import { CustomershipRow } from '../../client/services/CustomershipRow'
import { useWhen } from '../../client/when'
import { useText } from '../../i18n/text'
import { Button } from '../../ui/Button'
import { Pill } from '../../ui/Pill'
import { StructureCatalogue } from '../document/StructureCatalogue'
import { may } from '../queries'
import { useReasonWords } from '../reasonWords'
import { Clients } from './Clients'
import { Hearings } from './Hearings'
import { NextStepCard } from './NextStepCard'

/** The work itself: what to do next, the documents, the decision, the hearing, and what the matter is about. */
export function Work({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  return (
    <>
      <NextStepCard matter={matter} />
      <Documents matter={matter} />
      <Hearings matter={matter} />
      {matter.customership && (
        <section className="card mt-card" aria-labelledby="mt-cs">
          <h2 id="mt-cs">{t('customership')}</h2>
          <ul className="row-list">
            <CustomershipRow customership={matter.customership} />
          </ul>
          {matter.clients[0] && <Link to={`/clients/${matter.clients[0].id}/services`}>{t('to_customerships')}</Link>}
        </section>
      )}
      <Entries of={{ matter: matter.id }} names={matter.clients} />
      <About matter={matter} />
      <Clients matter={matter} />
    </>
  )
}

function Documents({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const text = useText()
  const when = useWhen()
  const [finding, setFinding] = useState(false)
  return (
    <section className="card mt-card" aria-labelledby="mt-docs">
      <h2 id="mt-docs">{t('documents')}</h2>
      {matter.documents.length === 0 && matter.decisions.length === 0 && <p className="quiet">{t('no_documents')}</p>}
      <ul className="row-list">
        {matter.documents
          .filter(({ kind }) => kind !== 'decision')
          .map((document) => (
            <li key={document.id}>
              <div className="mt-grow">
                <Link to={`/matters/${matter.id}/documents/${document.id}`}>{text(document.title)}</Link>
                <p className="quiet num">{t('changed', { date: when.instant(document.updated_at) })}</p>
              </div>
              <Pill tone={document.state === 'final' ? 'success' : 'info'}>{t(`document_state.${document.state}`)}</Pill>
            </li>
          ))}
        {matter.decisions.map((decision) => (
          <li key={decision.id}>
            <div className="mt-grow">
              <Link to={`/matters/${matter.id}/decision/${decision.id}`}>{t('decision.title')}</Link>
              {decision.decided_at && <p className="quiet num">{t('decision.decided_at', { date: when.day(decision.decided_at) })}</p>}
            </div>
            {decision.outcome && <Pill>{t(`decision.outcome.${decision.outcome}`)}</Pill>}
            {decision.force !== 'in_force' && <Pill>{t(`remedy:force.${decision.force}`)}</Pill>}
            <Pill tone={decision.state === 'sent' ? 'success' : 'info'}>{t(`decision.state.${decision.state}`)}</Pill>
          </li>
        ))}
      </ul>
      {may(matter, 'document') && (
        <p>
          <Button onClick={() => setFinding(true)}>{t('catalogue.open')}</Button>
        </p>
      )}
      {finding && <StructureCatalogue matter={matter} onClose={() => setFinding(false)} />}
    </section>
  )
}

function About({ matter }: { matter: Matter }) {
  const { t, i18n } = useTranslation('matter')
  const text = useText()
  const words = useReasonWords()
  const { routing } = matter
  const code = (group: 'need_reason' | 'notifier', value: string) => (i18n.exists(`matter:${group}.${value}`) ? t(`${group}.${value}` as never) : value)
  return (
    <section className="card mt-card" aria-labelledby="mt-about">
      <h2 id="mt-about">{t('about')}</h2>
      {matter.own_words && (
        <div>
          <h3>{t('own_words')}</h3>
          <p className="mt-quote">”{matter.own_words}”</p>
        </div>
      )}
      <dl className="kv">
        {matter.description && (
          <>
            <dt>{t('description')}</dt>
            <dd className="mt-text">{matter.description}</dd>
          </>
        )}
        <dt>{t('needs')}</dt>
        <dd>{matter.need_reasons.length > 0 ? matter.need_reasons.map((reason) => code('need_reason', reason)).join(', ') : '–'}</dd>
        <dt>{t('notifier_label')}</dt>
        <dd>{[matter.notifier && code('notifier', matter.notifier), matter.notifier_name].filter(Boolean).join(', ') || '–'}</dd>
        <dt>{t('urgency')}</dt>
        <dd>{t(`codes:urgency.${matter.urgency}`)}</dd>
        {matter.sender && (
          <>
            <dt>{t('sender')}</dt>
            <dd>{[matter.sender.name, text(matter.sender.title), matter.sender.unit].filter(Boolean).join(', ')}</dd>
          </>
        )}
        <dt>{t('routed')}</dt>
        <dd>
          {routing.proposed_team.name}
          {routing.why.map(({ text: why }, index) => (
            <p key={index} className="quiet">
              {text(why)}
            </p>
          ))}
          {routing.overruled && <p>{t('overruled', { name: routing.overruled.by.name, team: matter.team.name, reason: routing.overruled.reason })}</p>}
        </dd>
        {matter.closed && (
          <>
            <dt>{t('closed')}</dt>
            <dd>{words(matter.closed.reason)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
