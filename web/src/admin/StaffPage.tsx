import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { dateTime, longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { root, usePlaces } from './api'
import { AbsentDialog, AmendDialog, EndDialog, EndRangeDialog, HandOverDialog, IdentityDialog, PowerDialog, RoleDialog, TeamDialog } from './staffDialogs'
import type { HistoryLine, Range, StaffWhole } from './types'

export type Asked =
  | { kind: 'identity' | 'amend' | 'role' | 'power' | 'team' | 'absence' | 'end' | 'hand_over' }
  | { kind: 'end_range'; what: 'roles' | 'powers' | 'teams'; range: Range; name: string }

/** One professional: the employment, role, power of decision, teams and absences with their validity, and who changed what. */
export default function StaffPage() {
  const { t } = useTranslation('admin')
  const { id = '' } = useParams()
  const text = useText()
  const language = useLanguage()
  const client = useQueryClient()
  const announce = useAnnounce()
  const places = usePlaces()
  const [asked, setAsked] = useState<Asked | null>(null)
  const staff = useQuery({ queryKey: ['admin', 'staff', 'one', id], queryFn: () => api.get<StaffWhole>(`${root}/professionals/${id}`) })
  const one = staff.data
  usePageTitle(one?.name ?? t('staff.title'))
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['admin'] })
    void client.invalidateQueries({ queryKey: ['team'] })
  }
  const reopen = useMutation({
    mutationFn: (version: number) => api.post(`${root}/professionals/${id}/reopen`, {}, { ifMatch: version }),
    onSuccess: () => {
      announce(t('person.reopened'))
      refresh()
    },
    onError: refresh,
  })
  const endAbsence = useMutation({
    mutationFn: (absence: string) => api.delete(`${root}/absences/${absence}`),
    onSuccess: () => {
      announce(t('person.absence_ended'))
      refresh()
    },
  })
  if (staff.isError) return <ProblemNote error={staff.error} />
  if (!one) return <Loading />
  const days = (range: { valid_from: string; valid_to?: string }) => `${longDate(range.valid_from, language)}–${range.valid_to ? longDate(range.valid_to, language) : ''}`
  const teamName = (team: unknown) => places.data?.teams.find((each) => each.id === team)?.name ?? ''
  const done = (words: string) => {
    setAsked(null)
    announce(words)
    refresh()
  }
  const ranges = <R extends Range>(title: string, rows: R[], name: (row: R) => string, what: 'roles' | 'powers' | 'teams', add: 'role' | 'power' | 'team', addWords: string) => (
    <Section title={title} add={one.state === 'ended' ? undefined : { words: addWords, onClick: () => setAsked({ kind: add }) }}>
      {rows.length === 0 && <p className="quiet">{t(`person.no_${what}`)}</p>}
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={row.id} className={row.when === 'past' ? 'admin-range admin-past' : 'admin-range'}>
            <span>
              <strong>{name(row)}</strong> {days(row)}
            </span>
            {row.when !== 'now' && <Pill>{t(`when.${row.when}`)}</Pill>}
            {row.when !== 'past' && (
              <Button size="small" aria-label={t('person.end_named', { name: name(row) })} onClick={() => setAsked({ kind: 'end_range', what, range: row, name: name(row) })}>
                {t('person.end_it')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
  return (
    <>
      <p>
        <Link to="/administration/staff">{t('person.back')}</Link>
      </p>
      <div className="spread">
        <div>
          <h1>{one.name}</h1>
          <p className="quiet">
            {text(one.title)} · {one.unit}
          </p>
        </div>
        <div className="row">
          <Button onClick={() => setAsked({ kind: 'amend' })}>{t('person.amend')}</Button>
          <Button onClick={() => setAsked({ kind: 'hand_over' })}>{t('person.hand_over')}</Button>
          {one.valid_to && (
            <Button busy={reopen.isPending} onClick={() => reopen.mutate(one.version)}>
              {t('person.reopen')}
            </Button>
          )}
          {one.state !== 'ended' && (
            <Button look="danger" onClick={() => setAsked({ kind: 'end' })}>
              {t('person.end')}
            </Button>
          )}
        </div>
      </div>
      {reopen.isError && <ProblemNote error={reopen.error} />}
      {endAbsence.isError && <ProblemNote error={endAbsence.error} />}
      {one.notes.length > 0 && (
        <div className="note note-warning">
          {one.notes.map((note) => (
            <p key={note}>{t(`staff.note_words.${note}`)}</p>
          ))}
        </div>
      )}
      <div className="admin-grid">
        <Section title={t('person.employment')}>
          <dl className="admin-facts">
            <dt>{t('staff.validity')}</dt>
            <dd>
              {days(one)} {one.state !== 'employed' && <Pill>{t(`staff.states.${one.state}`)}</Pill>}
            </dd>
            <dt>{t('staff.unit')}</dt>
            <dd>{one.unit}</dd>
            <dt>{t('employ.subject')}</dt>
            <dd>{one.subject ?? '–'}</dd>
            <dt>{t('employ.email')}</dt>
            <dd>{one.email ?? '–'}</dd>
          </dl>
        </Section>
        <Section title={t('person.identity')} add={{ words: t(one.own_identity_since ? 'person.identity_change' : 'person.identity_give'), onClick: () => setAsked({ kind: 'identity' }) }}>
          <p className={one.own_identity_since ? undefined : 'quiet'}>
            {one.own_identity_since ? t('person.identity_set', { date: longDate(one.own_identity_since.slice(0, 10), language) }) : t('person.identity_none')}
          </p>
        </Section>
        {ranges(t('staff.role'), one.roles, (row) => t(`codes:role.${row.role}`), 'roles', 'role', t('person.give_role'))}
        {ranges(t('staff.power'), one.powers, (row) => row.basis ?? t('staff.power'), 'powers', 'power', t('person.give_power'))}
        {ranges(t('staff.teams'), one.memberships, (row) => row.team, 'teams', 'team', t('person.join_team'))}
        <Section title={t('person.absences')} add={one.state === 'ended' ? undefined : { words: t('person.add_absence'), onClick: () => setAsked({ kind: 'absence' }) }}>
          {one.absences.length === 0 && <p className="quiet">{t('person.no_absences')}</p>}
          <ul className="plain-list">
            {one.absences.map((away) => (
              <li key={away.id} className="admin-range">
                <span>
                  <strong>{days({ valid_from: away.from, valid_to: away.to })}</strong> {away.substitute ? t('person.substitute', { name: away.substitute }) : t('person.no_substitute')}
                </span>
                <Button size="small" busy={endAbsence.isPending} aria-label={t('person.end_named', { name: days({ valid_from: away.from, valid_to: away.to }) })} onClick={() => endAbsence.mutate(away.id)}>
                  {t('person.end_it')}
                </Button>
              </li>
            ))}
          </ul>
          {one.substitutes_for.length > 0 && <p>{t('person.stands_in', { names: one.substitutes_for.join(', ') })}</p>}
        </Section>
      </div>
      <section className="card" aria-labelledby="history">
        <h2 id="history">{t('history.title')}</h2>
        {one.history.length === 0 && <p className="quiet">{t('history.empty')}</p>}
        <ul className="plain-list admin-history">
          {one.history.map((line, at) => (
            <li key={`${line.at}-${at}`}>
              <time dateTime={line.at}>{dateTime(line.at, language)}</time> {what(line)} <span className="quiet">{line.by_name ?? t('history.nobody')}</span>
            </li>
          ))}
        </ul>
      </section>
      {asked?.kind === 'amend' && <AmendDialog staff={one} onClose={() => setAsked(null)} onDone={() => done(t('person.saved'))} />}
      {asked?.kind === 'identity' && <IdentityDialog staff={one} onClose={() => setAsked(null)} onDone={() => done(t('person.saved'))} />}
      {asked?.kind === 'role' && <RoleDialog staff={one} onClose={() => setAsked(null)} onDone={() => done(t('person.saved'))} />}
      {asked?.kind === 'power' && <PowerDialog staff={one} onClose={() => setAsked(null)} onDone={() => done(t('person.saved'))} />}
      {asked?.kind === 'team' && <TeamDialog staff={one} onClose={() => setAsked(null)} onDone={() => done(t('person.saved'))} />}
      {asked?.kind === 'absence' && <AbsentDialog staff={one} onClose={() => setAsked(null)} onDone={() => done(t('person.saved'))} />}
      {asked?.kind === 'end_range' && <EndRangeDialog staff={one} asked={asked} onClose={() => setAsked(null)} onDone={() => done(t('person.saved'))} />}
      {asked?.kind === 'end' && <EndDialog staff={one} onClose={() => setAsked(null)} onDone={(moved) => done(t('person.ended', { name: one.name, count: moved.matters }))} />}
      {asked?.kind === 'hand_over' && <HandOverDialog staff={one} onClose={() => setAsked(null)} onDone={(moved) => done(t('person.handed', { count: moved.matters, customerships: moved.customerships }))} />}
    </>
  )

  /** A change in words: what, for what, when. */
  function what(line: HistoryLine): string {
    const data = line.data ?? {}
    const parts: string[] = [t(`history.kinds.${line.kind.split('.').pop() ?? ''}`, { defaultValue: line.kind })]
    if (typeof data.role === 'string') parts.push(t(`codes:role.${data.role}`, { defaultValue: data.role }))
    if (typeof data.team_id === 'string') parts.push(teamName(data.team_id))
    if (typeof data.basis === 'string') parts.push(data.basis)
    if (Array.isArray(data.fields)) parts.push(data.fields.map((field) => t(`history.fields.${String(field)}`, { defaultValue: String(field) })).join(', '))
    const day = (value: unknown) => (typeof value === 'string' ? longDate(value, language) : '')
    const [from, to] = [day(data.valid_from), day(data.valid_to ?? data.last_day)]
    if (from || to) parts.push(`${from}–${to}`)
    return parts.filter(Boolean).join(' ')
  }
}

function Section({ title, add, children }: { title: string; add?: { words: string; onClick: () => void }; children: ReactNode }) {
  return (
    <section className="card stack" aria-label={title}>
      <div className="spread">
        <h2>{title}</h2>
        {add && (
          <Button size="small" onClick={add.onClick}>
            {add.words}
          </Button>
        )}
      </div>
      {children}
    </section>
  )
}
