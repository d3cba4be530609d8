import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { LogInquiry } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { dateTime, longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { ShowSwitch } from '../ui/ShowSwitch'
import { AboutEntry, AnswerDialog } from './AnswerDialog'
import { useInquiries } from './useInquiries'
import './people.css'

/** Questions of clients about the use of their data, each with its last day. */
export function Component() {
  const { t } = useTranslation('people')
  usePageTitle(t('inquiries.title'))
  const [params] = useSearchParams()
  const answered = params.get('show') === 'answered'
  const list = useInquiries(answered)
  const [asked, setAsked] = useState<LogInquiry | null>(null)
  const overdue = list.data?.pages[0]?.overdue ?? 0
  return (
    <main id="main" tabIndex={-1} className="page openings">
      <div className="spread">
        <h1>{t('inquiries.title')}</h1>
        <Link to="/team">{t('openings.back')}</Link>
      </div>
      <p className="quiet openings-intro">{t('inquiries.intro')}</p>
      <ShowSwitch label={t('openings.show')} waiting={t('inquiries.waiting')} done={t('inquiries.answered')} value="answered">
        {overdue > 0 && <Pill tone="danger">{t('openings.overdue_count', { count: overdue })}</Pill>}
      </ShowSwitch>
      <PagedList
        list={list}
        empty={<h2>{t(answered ? 'inquiries.none_answered' : 'inquiries.none')}</h2>}
        more={t('openings.more')}
        row={(item) => <Row item={item} onAnswer={() => setAsked(item)} />}
      />
      {asked && <AnswerDialog item={asked} onClose={() => setAsked(null)} />}
    </main>
  )
}

function Row({ item, onAnswer }: { item: LogInquiry; onAnswer: () => void }) {
  const { t } = useTranslation('people')
  const language = useLanguage()
  return (
    <li className="card">
      <h2 className="opening-name">{item.client?.name}</h2>
      <p>
        <q>{item.words}</q>
      </p>
      <AboutEntry item={item} />
      {item.answer ? (
        <p>
          <b>{t('inquiries.answer')}:</b> {item.answer}
          <br />
          <span className="quiet">
            {[item.answered_by?.name, item.answered_at && dateTime(item.answered_at, language), item.seen_at && t('inquiries.seen')].filter(Boolean).join(', ')}
          </span>
        </p>
      ) : (
        <div className="spread">
          <span className={item.overdue ? 'danger-text' : 'quiet'}>{t(item.overdue ? 'inquiries.late' : 'inquiries.due', { date: longDate(item.due_on, language) })}</span>
          <Button size="small" onClick={onAnswer} aria-label={t('inquiries.answer_to', { client: item.client?.name ?? '' })}>
            {t('inquiries.do_answer')}
          </Button>
        </div>
      )}
    </li>
  )
}
