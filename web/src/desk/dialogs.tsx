import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { Lane, MatterCard, Organisation, Team } from '../api/types'
import { useText } from '../i18n/text'
import { useLobbyForm } from '../lobby/useLobby'
import { isAway } from '../people/away'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import type { Actions } from './useActions'

export type Ask = { kind: 'hand_over'; card: MatterCard } | { kind: 'return'; card: MatterCard } | { kind: 'move'; card: MatterCard; lane: Lane }

/** The number and whose it is, so that nobody acts on the wrong one. */
function what(card: MatterCard | undefined): string {
  return [card?.number, card?.clients[0]?.name].filter(Boolean).join(', ')
}

interface DialogsProps {
  asked: Ask | null
  actions: Actions
  onClose: () => void
}

export function Dialogs({ asked, actions, onClose }: DialogsProps) {
  if (asked?.kind === 'hand_over') return <HandOver card={asked.card} actions={actions} onClose={onClose} />
  if (asked?.kind === 'return') return <Return card={asked.card} actions={actions} onClose={onClose} />
  if (asked?.kind === 'move') return <Move card={asked.card} lane={asked.lane} actions={actions} onClose={onClose} />
  return null
}

export function useOrganisation() {
  return useQuery({ queryKey: ['team', 'organisation'], queryFn: () => api.get<Organisation>('/staff/organisation'), staleTime: 60_000 })
}

interface TargetSelectProps {
  teams: Team[]
  /** The team whose people come first. */
  first?: string
  /** Who has it now. */
  without?: string
  value: string
  onChange: (to: string) => void
  error?: string
}

/** To whom: a professional (`p:…`), or a team's shared queue (`t:…`). */
export function TargetSelect({ teams, first, without, value, onChange, error }: TargetSelectProps) {
  const { t } = useTranslation('desk')
  const own = teams.filter((team) => team.id === first)
  return (
    <Select label={t('hand_over.to')} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('choose')}</option>
      {[...own, ...teams.filter((team) => !own.includes(team))].map((team) => (
        <optgroup key={team.id} label={team.name}>
          <option value={`t:${team.id}`}>{t('hand_over.whole_team', { team: team.name })}</option>
          {team.members
            .filter((member) => member.id !== without)
            .map((member) => (
              <option key={member.id} value={`p:${member.id}`}>
                {isAway(member)
                  ? t(member.absent?.substitute ? 'hand_over.away_substitute' : 'hand_over.away', { name: member.name, substitute: member.absent?.substitute?.name })
                  : member.name}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  )
}

function HandOver({ card, actions, onClose }: { card: MatterCard; actions: Actions; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const organisation = useOrganisation()
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const teams = organisation.data?.teams ?? []
  const names = new Map<string, string>()
  for (const team of teams) {
    names.set(`t:${team.id}`, team.name)
    for (const member of team.members) names.set(`p:${member.id}`, member.name)
  }
  const send = () => {
    setTried(true)
    if (to === '' || reason.trim() === '') return
    const body = { ...(to.startsWith('p:') ? { to_professional_id: to.slice(2) } : { to_team_id: to.slice(2) }), reason: reason.trim() }
    onClose()
    void actions.handOver(card, body, names.get(to) ?? '')
  }
  return (
    <Dialog
      title={t('hand_over.title', { number: what(card) })}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={send}>
          {t('hand_over.send')}
        </Button>
      }
    >
      {organisation.isError && <ProblemNote error={organisation.error} />}
      <TargetSelect teams={teams} first={card.team.id} without={card.handler?.id} value={to} onChange={setTo} error={tried && to === '' ? t('choose_one') : undefined} />
      <LongTextField
        label={t('hand_over.reason')}
        hint={t('hand_over.reason_hint')}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('write_reason') : undefined}
        rows={2}
      />
    </Dialog>
  )
}

function Return({ card, actions, onClose }: { card: MatterCard; actions: Actions; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const text = useText()
  const form = useLobbyForm()
  const [code, setCode] = useState('')
  const [more, setMore] = useState('')
  const [tried, setTried] = useState(false)
  const chosen = text(form.data?.return_reasons.find((one) => one.code === code)?.label)
  const reason = [code === 'other' ? '' : chosen, more.trim()].filter(Boolean).join(': ')
  return (
    <Dialog
      title={t('return.title', { number: what(card) })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          onClick={() => {
            setTried(true)
            if (reason === '') return
            onClose()
            void actions.giveReturn(card, reason)
          }}
        >
          {t('return.send')}
        </Button>
      }
    >
      <p>{t('return.text', { sender: card.sender?.name ?? t('return.sender') })}</p>
      <Select label={t('return.reason')} value={code} onChange={(event) => setCode(event.target.value)} error={tried && reason === '' ? t('write_reason') : undefined}>
        <option value="">{t('choose')}</option>
        {form.data?.return_reasons.map((one) => (
          <option key={one.code} value={one.code}>
            {text(one.label)}
          </option>
        ))}
      </Select>
      <LongTextField label={t('return.more')} value={more} onChange={setMore} error={tried && reason === '' ? t('write_reason') : undefined} rows={3} />
    </Dialog>
  )
}

/** A step that skips another is taken with a reason. */
function Move({ card, lane, actions, onClose }: { card: MatterCard; lane: Lane; actions: Actions; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <Dialog
      title={t('move.title', { number: what(card), lane: t(`codes:lane.${lane}`) })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          onClick={() => {
            setTried(true)
            if (reason.trim() === '') return
            onClose()
            void actions.move(card, lane, reason.trim())
          }}
        >
          {t('move.send')}
        </Button>
      }
    >
      <p>{t('problems:reasons.plan_missing')}</p>
      <LongTextField label={t('move.reason')} value={reason} onChange={setReason} error={tried && reason.trim() === '' ? t('write_reason') : undefined} rows={2} />
    </Dialog>
  )
}
