import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Matter } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'

/** Proof that it went: the number, who has it, what happens next and by when. */
export function Receipt({ matter, headingRef, onAgain }: { matter: Matter; headingRef: Ref<HTMLHeadingElement>; onAgain: () => void }) {
  const { t } = useTranslation('lobby')
  const text = useText()
  const language = useLanguage()
  const opens = worksOnMatters(useProfessional().role)
  usePageTitle(t('receipt.title'))
  const deadlines = [...matter.deadlines].sort((a, b) => (a.due_on ?? '9').localeCompare(b.due_on ?? '9'))
  return (
    <main id="main" tabIndex={-1} className="page narrow stack">
      <div className="card stack receipt">
        <h1 ref={headingRef} tabIndex={-1}>
          {t('receipt.title')}
        </h1>
        <dl className="receipt-facts">
          <dt>{t('receipt.number')}</dt>
          <dd className="num">
            <strong>{matter.number}</strong>
          </dd>
          <dt>{t('receipt.client', { count: matter.clients.length })}</dt>
          <dd>{matter.clients.map((client) => client.name).join(' · ')}</dd>
          <dt>{t('receipt.situation')}</dt>
          <dd>{t(`codes:situation.${matter.situation}`)}</dd>
          <dt>{t('receipt.team')}</dt>
          <dd>{matter.team.name}</dd>
        </dl>
        <h2>{t('receipt.next')}</h2>
        <ol>
          <li>{t('receipt.next_take', { team: matter.team.name })}</li>
          {deadlines.map((deadline) => (
            <li key={deadline.id}>
              {text(deadline.label)}: <strong>{deadline.immediate ? t('common:deadline.immediate') : deadline.due_on ? longDate(deadline.due_on, language) : t('common:deadline.open')}</strong> <span className="quiet">{deadline.section}</span>
            </li>
          ))}
          <li>{t('receipt.next_follow')}</li>
        </ol>
        <div className="row">
          <Button look="primary" onClick={onAgain}>
            {t('receipt.again')}
          </Button>
          <Link className="btn btn-secondary" to="/lobby">
            {t('receipt.list')}
          </Link>
          {opens && (
            <Link className="btn btn-plain" to={`/matters/${matter.id}`}>
              {t('receipt.open')}
            </Link>
          )}
        </div>
      </div>
    </main>
  )
}
