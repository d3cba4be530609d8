import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { AppointmentRow } from '../appointment/AppointmentRow'
import '../appointment/appointment.css'
import '../client/client.css'
import '../matter/matter.css'
import { useDay, type DayQuery } from '../appointment/queries'
import { dayOf, plusDays } from '../appointment/times'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useOrganisation } from '../client/queries'
import { useWhen } from '../client/when'
import type { Appointment } from '../api/types'
import { Button } from '../ui/Button'
import { today } from '../ui/format'
import { Select } from '../ui/Select'

const SPANS = [1, 7, 14, 31] as const

/** Whom one meets today and in the days to come: one's own, a team's or a colleague's appointments, to look at and to print. */
export function Component() {
  const { t } = useTranslation('appointment')
  const me = useProfessional()
  const when = useWhen()
  const organisation = useOrganisation()
  const [params, setParams] = useSearchParams()
  const [whose, setWhose] = useState('mine')
  const from = params.get('from') ?? today()
  const days = Number(params.get('days') ?? 7)
  const [kind, id] = whose.split(':')
  const query: DayQuery = { from, days, ...(kind === 'team' ? { team: id } : kind === 'person' ? { person: id } : { whose: kind === 'teams' ? 'teams' : 'mine' }) }
  const list = useDay(query)
  usePageTitle(t('day_title'))
  const go = (next: { from?: string; days?: number }) => setParams({ from: next.from ?? from, days: String(next.days ?? days) }, { replace: true })
  const teams = (organisation.data?.teams ?? []).filter(({ members }) => members.some((member) => member.id === me.id))
  const colleagues = new Map(teams.flatMap(({ members }) => members).filter((member) => member.id !== me.id).map((member) => [member.id, member.name]))
  const byDay = new Map<string, Appointment[]>()
  for (const appointment of list.data?.appointments ?? []) {
    const day = dayOf(appointment.starts_at)
    byDay.set(day, [...(byDay.get(day) ?? []), appointment])
  }
  return (
    <main className="day" id="main" tabIndex={-1}>
      <h1>{t('day_title')}</h1>
      <div className="day-tools">
        <Select label={t('whose')} value={whose} onChange={(e) => setWhose(e.target.value)}>
          <option value="mine">{t('mine')}</option>
          {teams.length > 1 && <option value="teams">{t('my_teams')}</option>}
          {teams.map((team) => (
            <option key={team.id} value={`team:${team.id}`}>
              {team.name}
            </option>
          ))}
          {colleagues.size > 0 && (
            <optgroup label={t('colleagues')}>
              {[...colleagues].map(([person, name]) => (
                <option key={person} value={`person:${person}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
        <Select label={t('how_long')} value={days} onChange={(e) => go({ days: Number(e.target.value) })}>
          {SPANS.map((count) => (
            <option key={count} value={count}>
              {t('days', { count })}
            </option>
          ))}
        </Select>
        <span className="day-move">
          <Button aria-label={t('earlier')} onClick={() => go({ from: plusDays(from, -days) })}>
            ‹
          </Button>
          <Button onClick={() => go({ from: today() })}>{t('to_today')}</Button>
          <Button aria-label={t('later')} onClick={() => go({ from: plusDays(from, days) })}>
            ›
          </Button>
        </span>
        <Button onClick={() => window.print()}>{t('print')}</Button>
      </div>
      {list.isPending && <Skeleton lines={6} />}
      {list.isError && <Retry error={list.error} again={() => void list.refetch()} />}
      {list.data && (
        <p className="quiet" role="status">
          {t('between', { from: when.shortDay(list.data.from), to: when.shortDay(list.data.to) })} · {t('count', { count: list.data.appointments.length })}
        </p>
      )}
      {list.data && list.data.appointments.length === 0 && (
        <section className="card">
          <p>{t('day_empty')}</p>
          <p className="quiet">{t('day_empty_help')}</p>
        </section>
      )}
      {[...byDay].map(([day, appointments]) => (
        <section key={day} className={day === today() ? 'card day-today' : 'card'} aria-labelledby={`d-${day}`}>
          <h2 id={`d-${day}`}>
            {when.shortDay(day)}
            {day === today() && <span className="quiet"> · {t('today')}</span>}
          </h2>
          <ul className="row-list">
            {appointments.map((appointment) => (
              <AppointmentRow key={appointment.id} appointment={appointment} named dayless />
            ))}
          </ul>
        </section>
      ))}
    </main>
  )
}
