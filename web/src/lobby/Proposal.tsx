import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoutingProposal } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { longDate, weekdayDate } from '../ui/format'
import { Select } from '../ui/Select'

interface ProposalProps {
  proposal: RoutingProposal
  team: string
  onTeam: (id: string) => void
  reason: string
  onReason: (reason: string) => void
  error?: string
}

/** Where the matter would go and why, which legal deadlines begin, and the way to send it elsewhere. */
export function Proposal({ proposal, team, onTeam, reason, onReason, error }: ProposalProps) {
  const { t } = useTranslation('lobby')
  const text = useText()
  const language = useLanguage()
  const [elsewhere, setElsewhere] = useState(false)
  const other = team !== proposal.team.id
  return (
    <div className="proposal">
      <div className="stack">
        <p>
          <span className="quiet">{t('proposal.team')}</span>
          <br />
          <strong className="proposal-team">{proposal.team.name}</strong>
        </p>
        <div>
          <h3>{t('proposal.why')}</h3>
          <ul>
            {proposal.why.map((one, index) => (
              <li key={index}>
                {text(one.text)} {one.law && <span className="quiet">({one.law})</span>}
              </li>
            ))}
          </ul>
        </div>
        {elsewhere || other ? (
          <div className="stack" data-field="overrule_reason">
            <Select label={t('proposal.other_team')} value={team} onChange={(event) => onTeam(event.target.value)}>
              {[proposal.team, ...proposal.alternatives].map((one) => (
                <option key={one.id} value={one.id}>
                  {one.id === proposal.team.id ? t('proposal.as_proposed', { team: one.name }) : one.name}
                </option>
              ))}
            </Select>
            {other && <LongTextField label={t('proposal.reason')} hint={t('proposal.reason_hint')} value={reason} onChange={onReason} error={error} rows={2} />}
          </div>
        ) : (
          proposal.alternatives.length > 0 && (
            <p>
              <Button size="small" onClick={() => setElsewhere(true)}>
                {t('proposal.elsewhere')}
              </Button>
            </p>
          )
        )}
      </div>
      <div>
        <h3>{t('proposal.deadlines')}</h3>
        {proposal.deadlines.length === 0 ? (
          <p className="quiet">{t('proposal.no_deadlines')}</p>
        ) : (
          <ul className="plain-list proposal-deadlines">
            {[...proposal.deadlines].sort((a, b) => (a.due_on ?? '9').localeCompare(b.due_on ?? '9')).map((one) => (
              <li key={one.rule}>
                <strong className="num">{one.due_on ? `${weekdayDate(one.due_on, language).split(' ')[0]} ${longDate(one.due_on, language)}` : t('common:deadline.open')}</strong>
                <br />
                {text(one.label)} <span className="quiet">{one.section}</span>
              </li>
            ))}
          </ul>
        )}
        <p className="quiet proposal-version">{t('proposal.version', { version: proposal.rule_version })}</p>
      </div>
    </div>
  )
}
