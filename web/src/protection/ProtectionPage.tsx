import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { WatchedRequest, WatchReview } from '../api/types'
import { NotFound } from '../app/NotFound'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { ShowSwitch } from '../ui/ShowSwitch'
import { findingTones, severityTones } from '../watch/tones'
import { LookDialog } from './LookDialog'
import { Openings } from './Openings'
import { useLateInquiries, usePassed, useWatchedRequests } from './queries'
import '../people/people.css'
import '../watch/watch.css'

/** The data protection officer's work: what has been passed on to her, and what clients wait for too long or were refused. */
export function Component() {
  const { t } = useTranslation('protection')
  const me = useProfessional()
  usePageTitle(t('title'))
  if (me.role !== 'data_protection_officer') return <NotFound />
  return (
    <main id="main" tabIndex={-1} className="page openings stack">
      <div className="spread">
        <h1>{t('title')}</h1>
        <Link to="/protection/log">{t('log')}</Link>
      </div>
      <p className="quiet openings-intro">{t('intro')}</p>
      <Passed />
      <Openings />
      <LateQuestions />
      <Requests refused={false} />
      <Requests refused />
    </main>
  )
}

function Passed() {
  const { t } = useTranslation('protection')
  const [params] = useSearchParams()
  const found = params.get('show') === 'found'
  const list = usePassed(found)
  const [asked, setAsked] = useState<WatchReview | null>(null)
  return (
    <section aria-labelledby="passed-title">
      <h2 id="passed-title">{t('passed.title')}</h2>
      <ShowSwitch label={t('passed.show')} waiting={t('passed.waiting')} done={t('passed.done')} value="found" />
      <PagedList
        list={list}
        empty={<p>{t(found ? 'passed.none_found' : 'passed.none')}</p>}
        more={t('more')}
        row={(item) => <Look item={item} onOpen={() => setAsked(item)} />}
      />
      {asked && <LookDialog item={asked} onClose={() => setAsked(null)} />}
    </section>
  )
}

function Look({ item, onOpen }: { item: WatchReview; onOpen: () => void }) {
  const { t } = useTranslation('protection')
  const text = useText()
  const language = useLanguage()
  const label = text(item.rule.label)
  const name = item.professional?.name ?? ''
  const passed = item.words.find((word) => word.kind === 'decided')
  const act = t(item.finding ? 'passed.see' : 'passed.open')
  return (
    <li className="card">
      <div className="spread">
        <h3 className="opening-name">{label}</h3>
        <span className="row">
          <Pill tone={severityTones[item.severity]}>{t(`watch:severity.${item.severity}`)}</Pill>
          {item.finding && <Pill tone={findingTones[item.finding]}>{t(`watch:finding.${item.finding}`)}</Pill>}
        </span>
      </div>
      <p>
        <b>{name}</b> <span className="quiet">{[text(item.professional?.title), item.professional?.unit].filter(Boolean).join(', ')}</span>
        <br />
        {t('watch:looked_at', { date: longDate(item.looked_on, language) })} · {t('watch:looks', { count: item.looks })}
      </p>
      {passed && (
        <p>
          <q>{passed.words}</q>
          <br />
          <span className="quiet">{t('passed.by', { name: passed.by?.name ?? '', date: longDate(passed.at, language) })}</span>
        </p>
      )}
      <Button size="small" onClick={onOpen} aria-label={`${act}: ${t('watch:of_many', { rule: label, name })}`}>
        {act}
      </Button>
    </li>
  )
}

function LateQuestions() {
  const { t } = useTranslation('protection')
  const language = useLanguage()
  const list = useLateInquiries()
  return (
    <section aria-labelledby="inquiries-title">
      <h2 id="inquiries-title">{t('inquiries.title')}</h2>
      <p className="quiet">{t('inquiries.about')}</p>
      <PagedList
        list={list}
        empty={<p>{t('inquiries.none')}</p>}
        more={t('more')}
        row={(item) => (
          <li className="card">
            <b>{item.unit ?? t('no_unit')}</b>
            <br />
            {t('asked', { date: longDate(item.asked_at, language) })} · <span className="danger-text">{t('late', { date: longDate(item.due_on, language) })}</span>
          </li>
        )}
      />
    </section>
  )
}

function Requests({ refused }: { refused: boolean }) {
  const { t } = useTranslation('protection')
  const list = useWatchedRequests(refused)
  const id = refused ? 'refused-title' : 'late-title'
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{refused ? t('refused.title') : t('requests.title')}</h2>
      <p className="quiet">{refused ? t('refused.about') : t('requests.about')}</p>
      <PagedList list={list} empty={<p>{refused ? t('refused.none') : t('requests.none')}</p>} more={t('more')} row={(item) => <Request item={item} />} />
    </section>
  )
}

function Request({ item }: { item: WatchedRequest }) {
  const { t } = useTranslation('protection')
  const language = useLanguage()
  return (
    <li className="card">
      <div className="spread">
        <b>{t(`kind.${item.kind}`)}</b>
        <span className="row">
          {item.extended && <Pill tone="info">{t('extended')}</Pill>}
          {item.partly && <Pill>{t('partly')}</Pill>}
        </span>
      </div>
      <p>
        {[item.unit ?? t('no_unit'), t(`codes:register.${item.register}`)].join(', ')}
        <br />
        {t('asked', { date: longDate(item.asked_at, language) })} ·{' '}
        {item.answered_at ? (
          t('answered', { date: longDate(item.answered_at, language) })
        ) : (
          <span className="danger-text">{t('late', { date: longDate(item.due_on, language) })}</span>
        )}
      </p>
    </li>
  )
}
