import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { serviceTasks } from '../admin/types'
import { api } from '../api/client'
import type { FeedbackFigures, FeedbackPart, FeedbackQuestionFigures, FeedbackSpan } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useWhen } from '../client/when'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { Select } from '../ui/Select'
import { queryOf, useFeedbackFigures, useFeedbackWords, type FeedbackOf } from './queries'
import '../steering/steering.css'
import './experience.css'

const spans: FeedbackSpan[] = ['quarter', 'half_year', 'year']

/** How clients found it when their matter had ended: figures of one's team, in which nobody is named. */
export function Component() {
  const { t } = useTranslation(['experience', 'codes'])
  usePageTitle(t('staff.title'))
  const { role } = useProfessional()
  const language = useLanguage()
  const [params, setParams] = useSearchParams()
  const of: FeedbackOf = {
    team: params.get('team') ?? undefined,
    task: serviceTasks.find((one) => one === params.get('service')),
    span: spans.find((one) => one === params.get('span')) ?? 'year',
  }
  const query = useFeedbackFigures(of)
  const seen = query.data
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  const table = useMutation({
    mutationFn: () => api.blob('/staff/feedback-matters/export.csv', { query: { ...queryOf(of), lang: language } }),
    onSuccess: (csv) => saveFile(csv, 'asiakaskokemukset.csv'),
  })
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div>
        <h1>{t('staff.title')}</h1>
        <p className="quiet">{t('staff.about', { count: seen?.least ?? 5 })}</p>
      </div>
      <div className="st-filters">
        {seen && seen.teams.length > 1 && (
          <Select label={t('staff.team')} value={seen.team_id ?? ''} onChange={(event) => set('team', event.target.value)}>
            {seen.teams.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
        <Select label={t('staff.service')} value={of.task ?? ''} onChange={(event) => set('service', event.target.value)}>
          <option value="">{t('staff.all_services')}</option>
          {serviceTasks.map((one) => (
            <option key={one} value={one}>
              {t(`codes:service_task.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('staff.span')} value={of.span} onChange={(event) => set('span', event.target.value)}>
          {spans.map((one) => (
            <option key={one} value={one}>
              {t(`staff.spans.${one}`)}
            </option>
          ))}
        </Select>
        {worksOnMatters(role) && (
          <Button busy={table.isPending} onClick={() => table.mutate()}>
            {t('staff.export')}
          </Button>
        )}
      </div>
      {table.isError && <ProblemNote error={table.error} />}
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} />}
      {seen && <Figures seen={seen} of={of} />}
    </main>
  )
}

function Figures({ seen, of }: { seen: FeedbackFigures; of: FeedbackOf }) {
  const { t } = useTranslation('experience')
  if (!seen.team_id) return <p>{t('staff.no_team')}</p>
  if (seen.asked === 0) return <p>{t('staff.nobody_asked')}</p>
  if (seen.answered === undefined) {
    return (
      <>
        <p>{t('staff.asked', { count: seen.asked })}</p>
        <p className="note note-info">{t(seen.few ? 'staff.few' : 'staff.nobody_answered', { count: seen.least })}</p>
      </>
    )
  }
  const main = seen.questions.find(({ code }) => code === seen.main)
  return (
    <>
      <ul className="plain-list st-grid">
        <li className="card st-tile">
          <h2>{t('staff.main')}</h2>
          <p className="st-value">
            <Number value={main?.average} digits={1} /> {main && <span className="st-unit">/ {main.most}</span>}
          </p>
          <p className="quiet">{t('staff.answers', { count: seen.answered })}</p>
        </li>
        <li className="card st-tile">
          <h2>{t('staff.rate')}</h2>
          <p className="st-value">
            <Number value={seen.rate === undefined ? undefined : seen.rate * 100} digits={0} /> <span className="st-unit">%</span>
          </p>
          <p className="quiet">{t('staff.rate_of', { asked: seen.asked, declined: seen.declined ?? 0 })}</p>
        </li>
      </ul>
      <section className="card stack" aria-labelledby="fb-questions">
        <h2 id="fb-questions">{t('staff.questions')}</h2>
        {seen.questions.map((one) => (
          <Question key={one.code} question={one} least={seen.least} />
        ))}
      </section>
      <Parts id="fb-months" title={t('staff.months')} parts={seen.months} />
      {seen.services.length > 1 && <Parts id="fb-services" title={t('staff.services')} parts={seen.services} />}
      {seen.reads_words && <Words of={of} />}
    </>
  )
}

function Number({ value, digits }: { value?: number; digits: number }) {
  const language = useLanguage()
  return <>{value === undefined ? '–' : value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })}</>
}

function Question({ question, least }: { question: FeedbackQuestionFigures; least: number }) {
  const { t } = useTranslation('experience')
  const text = useText()
  const most = Math.max(1, ...question.shares.map(({ n }) => n))
  return (
    <div className="ex-question">
      <h3>{text(question.words)}</h3>
      {question.few || question.answers === undefined ? (
        <p className="quiet">{t('staff.few', { count: least })}</p>
      ) : question.answers === 0 ? (
        <p className="quiet">{t('staff.nobody_answered')}</p>
      ) : (
        <>
          <p>
            <b>
              <Number value={question.average} digits={1} />
            </b>{' '}
            <span className="quiet">
              {t('staff.scale', { least: question.least, low: text(question.low), most: question.most, high: text(question.high) })} · {t('staff.answers', { count: question.answers })}
            </span>
          </p>
          <ul className="plain-list ex-shares">
            {question.shares.map(({ value, n }) => (
              <li key={value}>
                <span className="num">{value}</span>
                <span className="ex-bar" aria-hidden="true">
                  <span style={{ width: `${(n / most) * 100}%` }} />
                </span>
                <span className="num">{t('staff.share', { count: n })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Parts({ id, title, parts }: { id: string; title: string; parts: FeedbackPart[] }) {
  const { t } = useTranslation(['experience', 'codes'])
  const when = useWhen()
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className="st-scroll" tabIndex={0} role="group" aria-labelledby={id}>
        <table className="ex-table">
          <thead>
            <tr>
              <th scope="col">{t(parts[0]?.month ? 'staff.month' : 'staff.service')}</th>
              <th scope="col">{t('staff.asked_short')}</th>
              <th scope="col">{t('staff.answers_short')}</th>
              <th scope="col">{t('staff.average')}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((one) => (
              <tr key={one.month ?? one.service_task}>
                <th scope="row">{one.month ? when.month(one.month) : one.service_task && t(`codes:service_task.${one.service_task}`)}</th>
                <td className="num">{one.asked}</td>
                <td className="num">{one.few ? t('staff.too_few') : one.answers}</td>
                <td className="num">
                  <Number value={one.average} digits={2} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Words({ of }: { of: FeedbackOf }) {
  const { t } = useTranslation(['experience', 'codes'])
  const text = useText()
  const when = useWhen()
  const [open, setOpen] = useState(false)
  const query = useFeedbackWords(of, open)
  return (
    <section className="card stack" aria-labelledby="fb-words">
      <h2 id="fb-words">{t('staff.words')}</h2>
      <p className="note note-info">{t('staff.words_about')}</p>
      {!open && <Button onClick={() => setOpen(true)}>{t('staff.read_words')}</Button>}
      {open && query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} />}
      {query.data?.items.length === 0 && <p className="quiet">{t('staff.no_words')}</p>}
      <ul className="plain-list stack">
        {query.data?.items.map((one, at) => (
          <li key={at}>
            <p className="ex-words">{one.words}</p>
            <p className="quiet">
              {text(one.asked)} · {when.month(one.month)} · {t(`codes:service_task.${one.service_task}`)}
              {one.client && (
                <>
                  {' · '}
                  <Link to={`/clients/${one.client.id}`}>{one.client.name}</Link>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
