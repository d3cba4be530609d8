import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../api/client'
import type { CaseloadMoved, Lane, Organisation, PersonWorkload, Team, TeamMember, TeamWorkload } from '../api/types'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Loading } from '../ui/Loading'
import { longDate, today } from '../ui/format'
import { Menu } from '../ui/Menu'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { AbsenceDialog } from './AbsenceDialog'
import { CaseloadDialog } from './CaseloadDialog'
import { CaseloadResult } from './CaseloadResult'
import { RightsLink } from '../rights/RightsLink'
import { InquiriesLink } from './InquiriesLink'
import { OpeningsLink } from './OpeningsLink'
import { ReviewsLink } from '../watch/ReviewsLink'
import './people.css'

const lanes: Lane[] = ['first_contact', 'assessment', 'planning', 'decision', 'managing']

/** The supervisor's view: who carries how much, who is away and who stands in, and the handing over of a whole caseload. */
export function Component() {
  const { t } = useTranslation(['people', 'story'])
  usePageTitle(t('team.title'))
  const me = useProfessional()
  const announce = useAnnounce()
  const client = useQueryClient()
  const language = useLanguage()
  const [params, setParams] = useSearchParams()
  const organisation = useQuery({ queryKey: ['team', 'organisation'], queryFn: () => api.get<Organisation>('/staff/organisation') })
  const teamId = params.get('team_id') ?? me.teams[0]?.id ?? organisation.data?.teams[0]?.id
  const workload = useQuery({
    queryKey: ['team', 'workload', teamId],
    queryFn: () => api.get<TeamWorkload>('/staff/workload', { query: { team_id: teamId } }),
    enabled: teamId !== undefined,
  })
  const [asked, setAsked] = useState<{ kind: 'absence' | 'caseload'; person: PersonWorkload } | null>(null)
  const [moved, setMoved] = useState<{ result: CaseloadMoved; from: string; to: string } | null>(null)

  const teams = organisation.data?.teams ?? []
  const team = teams.find((one) => one.id === teamId)
  const people = workload.data?.people ?? []
  const most = Math.max(...people.map((one) => one.open), 1)

  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['team'] })
    void client.invalidateQueries({ queryKey: ['desk'] })
  }
  const endAbsence = useMutation({
    mutationFn: (one: { id: string; name: string }) => api.delete(`/staff/absences/${one.id}`),
    onSuccess: (_, one) => {
      announce(t('team.absence_removed', { name: one.name }))
      refresh()
    },
  })

  return (
    <main id="main" tabIndex={-1} className="page team-page">
      <div className="spread">
        <h1>{t('team.title')}</h1>
        <div className="row">
          <ReviewsLink />
          <OpeningsLink />
          <InquiriesLink />
          <RightsLink />
          <Link to="/quality">{t('team.quality')}</Link>
          <Link to="/consequences">{t('story:group.title')}</Link>
          <Link to="/summary-use">{t('story:use.title')}</Link>
        </div>
        {teams.length > 1 && (
          <Select label={t('team.team')} hideLabel value={teamId} onChange={(event) => setParams({ team_id: event.target.value }, { replace: true })}>
            {teams.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
      </div>
      {organisation.isError && <ProblemNote error={organisation.error} />}
      {workload.isError && <ProblemNote error={workload.error} />}
      {endAbsence.isError && <ProblemNote error={endAbsence.error} />}
      {moved && <CaseloadResult moved={moved} onClose={() => setMoved(null)} />}
      {workload.isPending && !workload.isError && <Loading />}
      {workload.data && people.length === 0 && <p className="card empty">{t('team.empty')}</p>}
      {people.length > 0 && (
        <div className="card scroll-x" role="region" aria-label={t('team.workloads')} tabIndex={0}>
          <table className="table">
            <caption className="sr-only">{t('team.workloads')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('team.person')}</th>
                <th scope="col">{t('team.open')}</th>
                {lanes.map((lane) => (
                  <th key={lane} scope="col" className="num-col">
                    {t(`codes:lane.${lane}`)}
                  </th>
                ))}
                <th scope="col" className="num-col">
                  {t('team.overdue')}
                </th>
                <th scope="col" className="num-col">
                  {t('team.oldest')}
                </th>
                <th scope="col">{t('team.absence')}</th>
                <th scope="col">
                  <span className="sr-only">{t('team.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map((one) => {
                const absence = absenceOf(one, team)
                const away = absence !== undefined && absence.from <= today()
                return (
                  <tr key={one.professional.id}>
                    <th scope="row" className="team-person">
                      <PersonName person={one} member={memberOf(one, team)} />
                    </th>
                    <td className="workload-cell">
                      <Link to={`/desk?view=team&team_id=${teamId}&handler_id=${one.professional.id}`} className="num">
                        {one.open}
                      </Link>
                      {one.open > 0 && <span className={one.overdue >= 3 ? 'team-bar team-bar-over' : away ? 'team-bar team-bar-absent' : 'team-bar'} style={{ width: `${(100 * one.open) / most}%` }} aria-hidden="true" />}
                    </td>
                    {lanes.map((lane) => (
                      <td key={lane} className="num-col num">
                        {one.by_lane[lane] ?? 0}
                      </td>
                    ))}
                    <td className="num-col num">{one.overdue > 0 ? <Pill tone="danger">{one.overdue}</Pill> : 0}</td>
                    <td className="num-col num">{one.oldest_days === undefined ? '–' : t('team.days', { count: one.oldest_days })}</td>
                    <td>
                      {absence ? (
                        <>
                          <Pill tone={away ? 'warning' : 'neutral'}>{t('team.away', { from: longDate(absence.from, language), to: longDate(absence.to, language) })}</Pill>
                          <br />
                          <span className="quiet">{absence.substitute ? t('team.substitute', { name: absence.substitute.name }) : t('team.no_substitute')}</span>
                        </>
                      ) : (
                        <span className="quiet">{t('team.present')}</span>
                      )}
                    </td>
                    <td>
                      <Menu
                        label={t('team.actions_for', { name: one.professional.name })}
                        items={[
                          { key: 'absence', label: t('team.mark_absence'), onChoose: () => setAsked({ kind: 'absence', person: one }) },
                          ...(absence?.id
                            ? [{ key: 'end', label: t('team.end_absence'), onChoose: () => endAbsence.mutate({ id: absence.id ?? '', name: one.professional.name }) }]
                            : []),
                          ...(one.open > 0 ? [{ key: 'caseload', label: t('team.hand_over_all'), onChoose: () => setAsked({ kind: 'caseload', person: one }) }] : []),
                        ]}
                      >
                        {t('team.actions')}
                      </Menu>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {asked?.kind === 'absence' && (
        <AbsenceDialog
          person={asked.person}
          teams={teams}
          team={team}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            announce(t('team.absence_saved', { name: asked.person.professional.name }))
            refresh()
          }}
        />
      )}
      {asked?.kind === 'caseload' && (
        <CaseloadDialog
          person={asked.person}
          teams={teams}
          team={team}
          onClose={() => setAsked(null)}
          onDone={(result, to) => {
            setAsked(null)
            setMoved({ result, from: asked.person.professional.name, to })
            announce(t('team.moved', { count: result.moved, to }))
            refresh()
          }}
        />
      )}
    </main>
  )
}

function memberOf(person: PersonWorkload, team: Team | undefined): TeamMember | undefined {
  return team?.members.find((member) => member.id === person.professional.id)
}

function absenceOf(person: PersonWorkload, team: Team | undefined): TeamMember['absent'] {
  const member = memberOf(person, team)
  if (member?.absent) return member.absent
  return typeof person.absent === 'object' ? person.absent : undefined
}

function PersonName({ person, member }: { person: PersonWorkload; member: TeamMember | undefined }) {
  const text = useText()
  return (
    <>
      {person.professional.name}
      <br />
      <span className="quiet">{text(person.professional.title ?? member?.title)}</span>
    </>
  )
}
