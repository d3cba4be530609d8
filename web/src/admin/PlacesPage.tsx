import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { longDate, today } from '../ui/format'
import { Menu } from '../ui/Menu'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { folded, usePlaces } from './api'
import { EndPlaceDialog, EndTeamDialog, OrganisationDialog, TeamDialog, UnitDialog } from './placeDialogs'
import type { OrganisationRow, Place, TeamRow, UnitRow } from './types'

type Asked =
  | { kind: 'organisation'; place?: OrganisationRow }
  | { kind: 'unit'; place?: UnitRow }
  | { kind: 'team'; place?: TeamRow }
  | { kind: 'end_organisation' | 'end_unit'; place: Place }
  | { kind: 'end_team'; place: TeamRow }

/** Organisations, their units and the teams in them. */
export default function PlacesPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('places.title'))
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const places = usePlaces()
  const [sought, setSought] = useState('')
  const [past, setPast] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  const words = folded(sought.trim())
  const shown = <P extends Place>(rows: P[] | undefined) => (rows ?? []).filter((one) => (past || one.valid_to === undefined || one.valid_to >= today()) && folded(one.name).includes(words))
  const { organisations, units, teams } = { organisations: shown(places.data?.organisations), units: shown(places.data?.units), teams: shown(places.data?.teams) }
  const name = (rows: Place[] | undefined, id: string | undefined) => rows?.find((one) => one.id === id)?.name ?? '–'
  const days = (one: Place) => (
    <>
      {longDate(one.valid_from, language)}–{one.valid_to ? longDate(one.valid_to, language) : ''} {one.valid_to !== undefined && one.valid_to < today() && <Pill>{t('when.past')}</Pill>}
    </>
  )
  const done = (text: string) => {
    setAsked(null)
    announce(text)
    void client.invalidateQueries({ queryKey: ['admin'] })
    void client.invalidateQueries({ queryKey: ['team'] })
  }
  const close = () => setAsked(null)
  const ended = (one: Place) => one.valid_to !== undefined && one.valid_to < today()
  const actions = (one: Place, change: () => void, end: () => void) =>
    ended(one) ? null : (
      <Menu
        label={t('places.actions_for', { name: one.name })}
        items={[
          { key: 'change', label: t('places.change'), onChoose: change },
          { key: 'end', label: t('places.end'), onChoose: end },
        ]}
      >
        {t('places.actions')}
      </Menu>
    )
  return (
    <>
      <h1>{t('places.title')}</h1>
      {places.isError && <ProblemNote error={places.error} />}
      <div className="admin-filters" role="search" aria-label={t('places.search')}>
        <div className="field">
          <label className="field-label" htmlFor="places-q">
            {t('places.search')}
          </label>
          <input id="places-q" className="input" type="search" autoComplete="off" value={sought} onChange={(event) => setSought(event.target.value)} />
        </div>
        <div className="choice-row">
          <label>
            <input type="checkbox" checked={past} onChange={(event) => setPast(event.target.checked)} />
            {t('places.past')}
          </label>
        </div>
      </div>
      {places.isPending && <Loading />}
      {places.data && (
        <>
          <p role="status" className="quiet">
            {t('places.count', { teams: teams.length, units: units.length, organisations: organisations.length })}
          </p>
          <section className="stack" aria-labelledby="teams">
            <div className="spread">
              <h2 id="teams">{t('places.teams')}</h2>
              <Button onClick={() => setAsked({ kind: 'team' })}>{t('places.add_team')}</Button>
            </div>
            {teams.length === 0 ? (
              <p className="card empty">{t('places.none')}</p>
            ) : (
              <div className="card scroll-x" role="region" aria-label={t('places.teams')} tabIndex={0}>
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">{t('staff.name')}</th>
                      <th scope="col">{t('places.key')}</th>
                      <th scope="col">{t('staff.unit')}</th>
                      <th scope="col">{t('places.task')}</th>
                      <th scope="col">{t('places.members')}</th>
                      <th scope="col">{t('staff.validity')}</th>
                      <th scope="col">
                        <span className="sr-only">{t('places.actions')}</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {teams.map((one) => (
                      <tr key={one.id}>
                        <th scope="row">{one.name}</th>
                        <td>{one.key}</td>
                        <td>{name(places.data.units, one.unit_id)}</td>
                        <td>{t(`codes:service_task.${one.service_task}`)}</td>
                        <td>
                          <Link to={`/administration/staff?team_id=${one.id}`}>{one.people}</Link>
                        </td>
                        <td>{days(one)}</td>
                        <td>{actions(one, () => setAsked({ kind: 'team', place: one }), () => setAsked({ kind: 'end_team', place: one }))}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </section>
          <section className="stack" aria-labelledby="units">
            <div className="spread">
              <h2 id="units">{t('places.units')}</h2>
              <Button onClick={() => setAsked({ kind: 'unit' })}>{t('places.add_unit')}</Button>
            </div>
            {units.length === 0 ? (
              <p className="card empty">{t('places.none')}</p>
            ) : (
              <div className="card scroll-x" role="region" aria-label={t('places.units')} tabIndex={0}>
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">{t('staff.name')}</th>
                      <th scope="col">{t('places.kind')}</th>
                      <th scope="col">{t('places.organisation')}</th>
                      <th scope="col">{t('places.part_of')}</th>
                      <th scope="col">{t('places.people')}</th>
                      <th scope="col">{t('staff.validity')}</th>
                      <th scope="col">
                        <span className="sr-only">{t('places.actions')}</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {units.map((one) => (
                      <tr key={one.id}>
                        <th scope="row">{one.name}</th>
                        <td>{t(`places.unit_kinds.${one.kind}`, { defaultValue: one.kind })}</td>
                        <td>{name(places.data.organisations, one.organisation_id)}</td>
                        <td>{name(places.data.units, one.part_of)}</td>
                        <td>
                          <Link to={`/administration/staff?unit_id=${one.id}`}>{one.people}</Link>
                        </td>
                        <td>{days(one)}</td>
                        <td>{actions(one, () => setAsked({ kind: 'unit', place: one }), () => setAsked({ kind: 'end_unit', place: one }))}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </section>
          <section className="stack" aria-labelledby="organisations">
            <div className="spread">
              <h2 id="organisations">{t('places.organisations')}</h2>
              <Button onClick={() => setAsked({ kind: 'organisation' })}>{t('places.add_organisation')}</Button>
            </div>
            {organisations.length === 0 ? (
              <p className="card empty">{t('places.none')}</p>
            ) : (
              <div className="card scroll-x" role="region" aria-label={t('places.organisations')} tabIndex={0}>
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">{t('staff.name')}</th>
                      <th scope="col">{t('places.kind')}</th>
                      <th scope="col">{t('places.business_id')}</th>
                      <th scope="col">{t('places.part_of')}</th>
                      <th scope="col">{t('staff.validity')}</th>
                      <th scope="col">
                        <span className="sr-only">{t('places.actions')}</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {organisations.map((one) => (
                      <tr key={one.id}>
                        <th scope="row">{one.name}</th>
                        <td>{t(`places.organisation_kinds.${one.kind}`, { defaultValue: one.kind })}</td>
                        <td>{one.business_id ?? '–'}</td>
                        <td>{name(places.data.organisations, one.part_of)}</td>
                        <td>{days(one)}</td>
                        <td>{actions(one, () => setAsked({ kind: 'organisation', place: one }), () => setAsked({ kind: 'end_organisation', place: one }))}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </section>
        </>
      )}
      {asked?.kind === 'organisation' && <OrganisationDialog place={asked.place} onClose={close} onDone={() => done(t('places.saved'))} />}
      {asked?.kind === 'unit' && <UnitDialog place={asked.place} onClose={close} onDone={() => done(t('places.saved'))} />}
      {asked?.kind === 'team' && <TeamDialog place={asked.place} onClose={close} onDone={() => done(t('places.saved'))} />}
      {(asked?.kind === 'end_unit' || asked?.kind === 'end_organisation') && (
        <EndPlaceDialog path={asked.kind === 'end_unit' ? 'units' : 'organisations'} place={asked.place} onClose={close} onDone={() => done(t('places.ended', { name: asked.place.name }))} />
      )}
      {asked?.kind === 'end_team' && <EndTeamDialog team={asked.place} onClose={close} onDone={() => done(t('places.ended', { name: asked.place.name }))} />}
    </>
  )
}
