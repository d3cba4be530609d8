import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ClientHeader } from '../api/types'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { Hetu } from './Hetu'
import { Code } from './parts/Code'

export function ClientHead({ header }: { header: ClientHeader }) {
  const { t } = useTranslation('client')
  const text = useText()
  const { card, languages } = header
  const language = languages.service ?? languages.mother
  return (
    <>
      <div className="cl-top">
        <h1>{card.name}</h1>
        <p className="cl-facts">
          {card.age !== undefined && <span>{t('head.age', { count: card.age })}</span>}
          <Hetu card={card} may={header.permitted_actions.includes('hetu')} />
          {card.municipality && <span>{text(card.municipality.name)}</span>}
          {language && <span>{t([`language.${language}`, 'language.other'] as never, { code: language })}</span>}
        </p>
        {card.deceased && <Pill tone="neutral">{t('head.deceased')}</Pill>}
        {card.protected && <Pill tone="warning">{t('head.protected')}</Pill>}
        {card.identity === 'temporary' && (
          <Link to={`/clients/${card.id}/people`}>
            <Pill tone="warning">{t('head.temporary')}</Pill>
          </Link>
        )}
        {languages.interpreter && <Pill tone="warning">{t('head.interpreter')}</Pill>}
        {header.permits
          .filter(({ state }) => state === 'in_force')
          .map(({ register }) => (
            <Pill key={register} tone="success">
              {t(`head.permit.${register}`)}
            </Pill>
          ))}
        {header.permitted_actions.includes('new_matter') && (
          <div className="cl-actions">
            <Link className="btn btn-primary" to={`/lobby/new?client=${card.id}`}>
              {t('head.new_matter')}
            </Link>
          </div>
        )}
      </div>
      <p className="cl-who">
        <span>
          {t('head.case_manager')} {header.case_manager ? <b>{header.case_manager.name}</b> : <em>{t('head.no_case_manager')}</em>}
        </span>
        {header.contact_person && (
          <span>
            {t('head.contact_person')} <b>{header.contact_person.name}</b>
          </span>
        )}
        {header.close_contact && (
          <span>
            {t('head.close_contact')} <b>{header.close_contact.name}</b>
            {header.close_contact.roles[0] && (
              <>
                {' '}
                (<Code group="close_role" code={header.close_contact.roles[0]} />)
              </>
            )}
            {header.close_contact.phone && (
              <>
                {' '}
                <a href={`tel:${header.close_contact.phone.replace(/\s/g, '')}`}>{header.close_contact.phone}</a>
              </>
            )}
          </span>
        )}
        {/* None to show is not the same as none: the register may be closed to this viewer. */}
        {header.customerships > 0 && <span>{t('head.customerships', { count: header.customerships })}</span>}
      </p>
    </>
  )
}
