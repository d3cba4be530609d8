import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../app/page'
import { useOrganisation } from '../desk/dialogs'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { isAway } from './away'
import './people.css'

/** The county's units and teams, who works in them and who is away. No client data. */
export function Component() {
  const { t } = useTranslation('people')
  usePageTitle(t('organisation.title'))
  const text = useText()
  const language = useLanguage()
  const [sought, setSought] = useState('')
  const organisation = useOrganisation()
  const words = sought.trim().toLocaleLowerCase(language)
  const fits = (name: string) => name.toLocaleLowerCase(language).includes(words)
  const units = organisation.data?.units ?? []
  const teams = (organisation.data?.teams ?? []).filter((team) => words === '' || fits(team.name) || team.members.some((member) => fits(member.name)))
  return (
    <main id="main" tabIndex={-1} className="page stack organisation">
      <h1>{t('organisation.title')}</h1>
      {organisation.isError && (
        <>
          <ProblemNote error={organisation.error} />
          <p>
            <Button onClick={() => void organisation.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {organisation.isPending && <Loading />}
      {organisation.data && (
        <div className="field organisation-search">
          <label className="field-label" htmlFor="organisation-q">
            {t('organisation.search')}
          </label>
          <input id="organisation-q" className="input" type="search" autoComplete="off" value={sought} onChange={(event) => setSought(event.target.value)} />
          <p role="status" className="field-hint">
            {t('organisation.count', { count: teams.length })}
          </p>
        </div>
      )}
      <div className="organisation-teams">
        {teams.map((team) => {
          const unit = units.find((one) => one.id === team.unit_id)
          return (
            <section key={team.id} className="card" aria-labelledby={`team-${team.id}`}>
              <h2 id={`team-${team.id}`}>{team.name}</h2>
              {unit && <p className="quiet">{[unit.name, unit.organisation].filter(Boolean).join(' · ')}</p>}
              {team.members.length === 0 ? (
                <p className="quiet">{t('organisation.no_members')}</p>
              ) : (
                <ul className="plain-list organisation-members">
                  {team.members.map((member) => (
                    <li key={member.id}>
                      <strong>{member.name}</strong> <span className="quiet">{text(member.title)}</span>
                      {member.absent && (
                        <>
                          {' '}
                          <Pill tone={isAway(member) ? 'warning' : 'neutral'}>
                            {t('team.away', { from: longDate(member.absent.from, language), to: longDate(member.absent.to, language) })}
                          </Pill>{' '}
                          <span className="quiet">{member.absent.substitute ? t('team.substitute', { name: member.absent.substitute.name }) : t('team.no_substitute')}</span>
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </section>
          )
        })}
      </div>
    </main>
  )
}
