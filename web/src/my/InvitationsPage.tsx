import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import '../acting/acting.css'
import { useAnswer, useInvitations, useInvite } from '../acting/queries'
import type { Invitations } from '../api/types'
import { usePageTitle } from '../app/page'
import { fieldErrors } from '../app/problem'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { TextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'

/** Whom I have invited to act for me, who has invited me, and inviting. */
export default function InvitationsPage() {
  const { t } = useTranslation(['mandate', 'my'])
  usePageTitle(t('invitations.title'))
  const query = useInvitations()
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('invitations.title')}</h1>
      </header>
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && (
        <>
          {query.data.received.length > 0 && <Received all={query.data} />}
          <Sent all={query.data} />
          {query.data.can_invite ? <Invite all={query.data} /> : <p>{t('invitations.of_age')}</p>}
        </>
      )}
    </>
  )
}

function useGroupNames(all: Invitations) {
  const text = useText()
  return (codes: string[]) => codes.map((code) => text(all.groups.find((group) => group.code === code)?.label) || code).join(', ')
}

function Received({ all }: { all: Invitations }) {
  const { t } = useTranslation('mandate')
  const when = useWhen()
  const names = useGroupNames(all)
  const answer = useAnswer()
  return (
    <section className="my-card my-card-act" aria-labelledby="inv-received">
      <h2 id="inv-received">{t('invitations.received')}</h2>
      <ul className="acting-list">
        {all.received.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b>
            <span>{names(one.groups)}</span>
            <span className="quiet">{t('invitations.until', { date: when.day(one.valid_until) })}</span>
            {one.state === 'waiting' ? (
              <div className="my-buttons">
                <Button look="primary" busy={answer.isPending} onClick={() => answer.mutate({ id: one.id, what: 'accept' })}>
                  {t('invitations.accept')}
                </Button>
                <Button busy={answer.isPending} onClick={() => answer.mutate({ id: one.id, what: 'decline' })}>
                  {t('invitations.decline')}
                </Button>
              </div>
            ) : (
              <Button busy={answer.isPending} onClick={() => answer.mutate({ id: one.id, what: 'end' })}>
                {t('invitations.end_of', { name: one.name })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {answer.isError && <ProblemNote error={answer.error} />}
    </section>
  )
}

function Sent({ all }: { all: Invitations }) {
  const { t } = useTranslation('mandate')
  const when = useWhen()
  const names = useGroupNames(all)
  const answer = useAnswer()
  return (
    <section className="my-card" aria-labelledby="inv-sent">
      <h2 id="inv-sent">{t('invitations.sent')}</h2>
      {all.sent.length === 0 && <p>{t('invitations.none')}</p>}
      <ul className="acting-list">
        {all.sent.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b>
            <span>{names(one.groups)}</span>
            <span className="quiet">
              {t(`invitations.state.${one.state}` as 'invitations.state.waiting')} {one.can_end && t('invitations.until', { date: when.day(one.valid_until) })}
            </span>
            {one.can_end && (
              <Button busy={answer.isPending} onClick={() => answer.mutate({ id: one.id, what: 'end' })}>
                {t('invitations.end_of', { name: one.name })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {answer.isError && <ProblemNote error={answer.error} />}
    </section>
  )
}

function Invite({ all }: { all: Invitations }) {
  const { t } = useTranslation(['mandate', 'problems'])
  const text = useText()
  const announce = useAnnounce()
  const invite = useInvite()
  const [name, setName] = useState('')
  const [hetu, setHetu] = useState('')
  const [groups, setGroups] = useState<ReadonlySet<string>>(new Set())
  const [until, setUntil] = useState(all.longest)
  const wrong = fieldErrors(invite.error, t as never)
  const toggle = (code: string) => {
    const next = new Set(groups)
    if (!next.delete(code)) next.add(code)
    setGroups(next)
  }
  return (
    <section className="my-card" aria-labelledby="inv-new">
      <h2 id="inv-new">{t('invitations.new')}</h2>
      <p>{text(all.about)}</p>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate(
            { name: name.trim(), hetu: hetu.trim(), groups: [...groups], valid_until: until },
            {
              onSuccess: () => {
                announce(t('invitations.made'))
                setName('')
                setHetu('')
                setGroups(new Set())
              },
            },
          )
        }}
      >
        {all.close_ones.length > 0 && (
          <Select label={t('invitations.close_one')} value="" onChange={(event) => setName(event.target.value)}>
            <option value="">{t('invitations.choose')}</option>
            {all.close_ones.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        )}
        <TextField label={t('invitations.name')} value={name} onChange={setName} error={wrong.name} required />
        <TextField label={t('invitations.hetu')} hint={t('invitations.hetu_hint')} value={hetu} onChange={setHetu} error={wrong.hetu} autoComplete="off" required />
        <fieldset className="acting-groups" aria-describedby={wrong.groups ? 'inv-groups-wrong' : undefined}>
          <legend>{t('invitations.groups')}</legend>
          {all.groups.map((group) => (
            <label key={group.code} className="radio-line">
              <input type="checkbox" checked={groups.has(group.code)} onChange={() => toggle(group.code)} />
              <span>{text(group.label)}</span>
            </label>
          ))}
          {wrong.groups && (
            <p id="inv-groups-wrong" className="error-text">
              {wrong.groups}
            </p>
          )}
        </fieldset>
        <DateField label={t('invitations.valid_until')} value={until} onChange={setUntil} error={wrong.valid_until} />
        <Button type="submit" look="primary" busy={invite.isPending}>
          {t('invitations.invite')}
        </Button>
        {invite.isError && Object.keys(wrong).length === 0 && <ProblemNote error={invite.error} />}
      </form>
    </section>
  )
}
