import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { NetworkProposal, NetworkTeam } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { useNetwork, useNetworkStep } from './queries'
import './network.css'

/** Which teams are around the client, whom the situation calls for besides, and why. */
export function NetworkCard({ clientId }: { clientId: string }) {
  const { t } = useTranslation('network')
  const query = useNetwork(clientId)
  const seen = query.data
  return (
    <section className="card stack" aria-labelledby="nw-title">
      <h2 id="nw-title">{t('title')}</h2>
      <p className="quiet">{t('about')}</p>
      {query.isPending && <Skeleton lines={4} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {seen && (
        <>
          <div>
            <h3>{t('there')}</h3>
            {seen.there.length === 0 ? <p className="quiet">{t('nobody')}</p> : <Teams teams={seen.there} />}
          </div>
          <div>
            <h3>{t('called')}</h3>
            {seen.proposals.length === 0 && <p className="quiet">{t('nothing')}</p>}
            <ul className="plain-list stack">
              {seen.proposals.map((one) => (
                <Proposal key={one.rule} clientId={clientId} proposal={one} can={seen.can_dismiss} />
              ))}
            </ul>
          </div>
        </>
      )}
    </section>
  )
}

function Teams({ teams }: { teams: NetworkTeam[] }) {
  const { t } = useTranslation('network')
  return (
    <ul className="row-list">
      {teams.map((team) => (
        <li key={team.id}>
          <b>{team.name}</b> <span className="quiet">{team.by.map((by) => t(`by.${by}`)).join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}

function Proposal({ clientId, proposal, can }: { clientId: string; proposal: NetworkProposal; can: boolean }) {
  const { t } = useTranslation('network')
  const text = useText()
  const when = useWhen()
  const announce = useAnnounce()
  const step = useNetworkStep(clientId)
  const [writing, setWriting] = useState(false)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const name = text(proposal.name)
  const short = reason.trim().length < 3
  const ask = proposal.teams.find((team) => !team.own)
  return (
    <li className="nw-one" aria-label={name}>
      <div className="spread">
        <h4>{name}</h4>
        <Pill tone={proposal.aside ? 'neutral' : proposal.there ? 'success' : 'warning'}>{t(proposal.aside ? 'aside' : proposal.there ? 'is_there' : 'missing')}</Pill>
      </div>
      <p>{text(proposal.reason)}</p>
      <ul className="nw-facts quiet">
        {proposal.evidence.map((one) => (
          <li key={one.fact}>{t('evidence', { fact: t(`fact.${one.fact}`), times: one.count, date: when.day(one.newest_at) })}</li>
        ))}
      </ul>
      {proposal.there && <Teams teams={proposal.teams} />}
      <p className="quiet">
        {t('law', { law: proposal.law })} · {t(`mark.${proposal.mark}`)}
      </p>
      {proposal.aside && (
        <p>
          {t('aside_for', { who: proposal.aside.by?.name ?? '', date: when.day(proposal.aside.at), reason: proposal.aside.reason })}
        </p>
      )}
      {step.isError && <ProblemNote error={step.error} />}
      {writing && !proposal.aside && (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (short) return
            step.mutate(
              { rule: proposal.rule, reason: reason.trim() },
              {
                onSuccess: () => {
                  announce(t('aside_done'))
                  setWriting(false)
                  setReason('')
                  setTried(false)
                },
              },
            )
          }}
        >
          <LongTextField label={t('why_not')} hint={t('why_not_hint')} required rows={2} value={reason} onChange={setReason} error={tried && short ? t('why_not_short') : undefined} />
          <div className="row">
            <Button type="submit" look="primary" busy={step.isPending}>
              {t('set_aside')}
            </Button>
            <Button onClick={() => setWriting(false)}>{t('cancel')}</Button>
          </div>
        </form>
      )}
      {!writing && (
        <div className="row">
          {!proposal.there && !proposal.aside && ask && (
            <Link
              className="btn btn-secondary"
              aria-label={t('invite_it', { name })}
              to={`/clients/${clientId}/requests?to=${ask.id}${proposal.request ? `&kind=${encodeURIComponent(proposal.request)}` : ''}`}
            >
              {t('invite')}
            </Link>
          )}
          {can && !proposal.there && !proposal.aside && (
            <Button aria-label={t('set_aside_it', { name })} onClick={() => setWriting(true)}>
              {t('set_aside')}
            </Button>
          )}
          {can && proposal.aside && (
            <Button busy={step.isPending} aria-label={t('take_back_it', { name })} onClick={() => step.mutate({ rule: proposal.rule }, { onSuccess: () => announce(t('taken_back')) })}>
              {t('take_back')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
