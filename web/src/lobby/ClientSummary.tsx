import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LobbyView, Situation } from '../api/types'
import { worksOnMatters } from '../app/home'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { IdentityLine } from '../people/IdentityLine'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'

/** Who the client is, who looks after them, how they manage and what is open: all one needs before starting another matter. */
export function ClientSummary({ view, situation, onRemove }: { view: LobbyView; situation: Situation | ''; onRemove: () => void }) {
  const { t } = useTranslation('lobby')
  const text = useText()
  const language = useLanguage()
  const { header } = view
  const opens = worksOnMatters(useProfessional().role)
  return (
    <article className="lobby-client" aria-label={header.card.name}>
      <div className="spread">
        <IdentityLine card={header.card} />
        <Button look="plain" size="small" onClick={onRemove} aria-label={t('client.remove_named', { name: header.card.name })}>
          {t('client.remove')}
        </Button>
      </div>
      <div className="lobby-facts">
        <div>
          <h3>{t('client.manager')}</h3>
          {header.case_manager ? (
            <p>
              <strong>{header.case_manager.name}</strong>
              <br />
              <span className="quiet">{[text(header.case_manager.title), header.case_manager.unit].filter(Boolean).join(', ')}</span>
            </p>
          ) : (
            <p className="quiet">{t('client.no_manager')}</p>
          )}
        </div>
        <div>
          <h3>{t('client.functioning')}</h3>
          {view.functioning.length === 0 ? (
            <p className="quiet">{t('client.no_functioning')}</p>
          ) : (
            <ul className="plain-list">
              {view.functioning.map((one, index) => (
                <li key={index}>
                  {text(one.measure)} <strong className={`tone-${one.tone}`}>{one.value}</strong> <span className="quiet num">{longDate(one.at, language)}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div className="lobby-open">
          <h3>{t('client.open', { count: view.open_matters.length })}</h3>
          {view.open_matters.length === 0 ? (
            <p className="quiet">{t('client.none_open')}</p>
          ) : (
            <ul className="plain-list">
              {view.open_matters.map((matter) => (
                <li key={matter.id}>
                  {opens ? <Link to={`/matters/${matter.id}`}>{t(`codes:situation.${matter.situation}`)}</Link> : <strong>{t(`codes:situation.${matter.situation}`)}</strong>}
                  {matter.situation === situation && (
                    <>
                      {' '}
                      <Pill tone="warning">{t('client.same')}</Pill>
                    </>
                  )}
                  <br />
                  <span className="quiet">
                    {[matter.returned ? t('client.returned') : t(`codes:lane.${matter.lane}`), matter.handler?.name ?? matter.team.name, t('client.since', { date: longDate(matter.initiated_on, language) })].join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </article>
  )
}
