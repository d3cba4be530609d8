import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../api/client'
import type { AccessibilityStatement } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Loading } from '../ui/Loading'
import { longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import './accessibility.css'

export function useStatement() {
  return useQuery({ queryKey: ['accessibility'], queryFn: () => api.get<AccessibilityStatement>('/public/accessibility'), staleTime: 300_000 })
}

/** The accessibility statement: what is known not to work, how it was found out, whom to tell, who supervises. */
export function Component() {
  const { t } = useTranslation('accessibility')
  usePageTitle(t('title'))
  const query = useStatement()
  return (
    <main id="main" tabIndex={-1} className="page narrow stack statement">
      <h1>{t('title')}</h1>
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} />}
      {query.data && <Statement now={query.data} />}
    </main>
  )
}

function Statement({ now }: { now: AccessibilityStatement }) {
  const { t } = useTranslation('accessibility')
  const text = useText()
  const language = useLanguage()
  const { contact, authority } = now
  const reachable = contact.email || contact.phone || contact.address
  return (
    <>
      <p>{t('about', { organisation: text(now.organisation), service: text(now.service), law: now.law })}</p>
      <section className="statement-short" aria-labelledby="short">
        <h2 id="short">{t('short.title')}</h2>
        <ul>
          <li>{t('short.most')}</li>
          <li>{t('short.tell')}</li>
          <li>{t('short.answer', { count: now.reply_days })}</li>
        </ul>
      </section>
      <section aria-labelledby="conformance">
        <h2 id="conformance">{t('conformance.title')}</h2>
        <p>{t(`conformance.${now.conformance}`)}</p>
      </section>
      <section aria-labelledby="shortcomings">
        <h2 id="shortcomings">{t('shortcomings.title')}</h2>
        {now.shortcomings.length === 0 && <p>{t('shortcomings.none')}</p>}
        <ul className="plain-list stack">
          {now.shortcomings.map((one) => (
            <li key={one.code} className="card">
              <p>{text(one.what)}</p>
              <p>
                <strong>{t('shortcomings.instead')}</strong> {text(one.instead)}
              </p>
              <p className="quiet">
                {one.criterion ? t('shortcomings.criterion', { criterion: one.criterion }) : t('shortcomings.no_criterion')}
                {one.mend_by && ` ${t('shortcomings.mend_by', { date: longDate(one.mend_by, language) })}`}
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="method">
        <h2 id="method">{t('method')}</h2>
        <p>{text(now.method)}</p>
        <p>{t('reviewed', { date: longDate(now.reviewed_on, language) })}</p>
      </section>
      <section aria-labelledby="feedback">
        <h2 id="feedback">{t('feedback.title')}</h2>
        <p>{t('feedback.why', { count: now.reply_days })}</p>
        <p>
          <Link className="btn btn-primary" to="/accessibility/feedback">
            {t('feedback.give')}
          </Link>
        </p>
        {reachable && (
          <dl className="statement-facts">
            {contact.email && (
              <>
                <dt>{t('contact.email')}</dt>
                <dd>
                  <a href={`mailto:${contact.email}`}>{contact.email}</a>
                </dd>
              </>
            )}
            {contact.phone && (
              <>
                <dt>{t('contact.phone')}</dt>
                <dd>
                  <a href={`tel:${contact.phone.replace(/\s/g, '')}`}>{contact.phone}</a>
                </dd>
              </>
            )}
            {contact.address && (
              <>
                <dt>{t('contact.address')}</dt>
                <dd>{contact.address}</dd>
              </>
            )}
          </dl>
        )}
      </section>
      <section aria-labelledby="authority">
        <h2 id="authority">{t('authority.title')}</h2>
        <p>{t('authority.when', { count: now.reply_days, authority: text(authority.name) })}</p>
        <p>
          {text(authority.name)}
          <br />
          <a href={authority.web}>{authority.web.replace(/^https:\/\//, '')}</a>
          {authority.email && (
            <>
              <br />
              <a href={`mailto:${authority.email}`}>{authority.email}</a>
            </>
          )}
          {authority.phone && (
            <>
              <br />
              {authority.phone}
            </>
          )}
        </p>
      </section>
    </>
  )
}
