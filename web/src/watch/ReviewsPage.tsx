import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { WatchQuery, WatchReview, WatchSeverity, WatchSort, WatchState } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { Select } from '../ui/Select'
import { ShowSwitch } from '../ui/ShowSwitch'
import { useReviews } from './queries'
import { ReviewDialog } from './ReviewDialog'
import { findingTones, outcomeTones, severityTones, stateTones } from './tones'
import '../people/people.css'
import './watch.css'

const severities: WatchSeverity[] = ['serious', 'notable', 'minor']
const states: WatchState[] = ['waiting', 'asked', 'answered']
const sorts: WatchSort[] = ['oldest', 'newest', 'gravest']

/** Looks that the rules raised from the log: who looked, at whose data, why it was raised, and where the review stands. */
export function Component() {
  const { t } = useTranslation('watch')
  const text = useText()
  usePageTitle(t('title'))
  const [params, setParams] = useSearchParams()
  const [q, setQ] = useState('')
  const typed = useDeferredValue(q.trim())
  const [asked, setAsked] = useState<WatchReview | null>(null)
  const settled = params.get('show') === 'settled'
  const rule = params.get('rule') ?? undefined
  const severity = severities.find((one) => one === params.get('severity'))
  const state = settled ? undefined : states.find((one) => one === params.get('state'))
  const sort = sorts.find((one) => one === params.get('sort')) ?? (settled ? 'newest' : 'oldest')
  // One letter is nobody's name yet.
  const query: WatchQuery = { settled, rule, severity, state, sort, q: typed.length > 1 ? typed : undefined }
  const narrowed = Boolean(rule ?? severity ?? state ?? query.q)
  const list = useReviews(query)
  const first = list.data?.pages[0]
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
  const clear = () => {
    setQ('')
    setParams(settled ? { show: 'settled' } : {}, { replace: true })
  }
  return (
    <main id="main" tabIndex={-1} className="page openings watch">
      <div className="spread">
        <h1>{t('title')}</h1>
        <span className="row">
          <Link to="/team/openings">{t('openings')}</Link>
          <Link to="/team">{t('people:openings.back')}</Link>
        </span>
      </div>
      <p className="quiet openings-intro">{t('intro')}</p>
      {first && first.unknown_staff > 0 && <p className="note openings-intro">{t('unknown', { count: first.unknown_staff })}</p>}
      <ShowSwitch label={t('people:openings.show')} waiting={t('waiting')} done={t('settled')} value="settled">
        {first && first.overdue > 0 && <Pill tone="danger">{t('people:openings.overdue_count', { count: first.overdue })}</Pill>}
        {first && first.answered > 0 && <Pill tone="info">{t('answered_count', { count: first.answered })}</Pill>}
      </ShowSwitch>
      <search className="watch-filters" aria-label={t('filter.label')}>
        <TextField label={t('filter.q')} value={q} onChange={setQ} autoComplete="off" />
        <Select label={t('filter.rule')} value={rule ?? ''} onChange={(event) => set('rule', event.target.value)}>
          <option value="">{t('filter.all')}</option>
          {first?.rules.map((one) => (
            <option key={one.code} value={one.code}>
              {one.on ? text(one.label) : t('filter.off', { label: text(one.label) })}
            </option>
          ))}
        </Select>
        <Select label={t('filter.severity')} value={severity ?? ''} onChange={(event) => set('severity', event.target.value)}>
          <option value="">{t('filter.all')}</option>
          {severities.map((one) => (
            <option key={one} value={one}>
              {t(`severity.${one}`)}
            </option>
          ))}
        </Select>
        {!settled && (
          <Select label={t('filter.state')} value={state ?? ''} onChange={(event) => set('state', event.target.value)}>
            <option value="">{t('filter.all')}</option>
            {states.map((one) => (
              <option key={one} value={one}>
                {t(`state.${one}`)}
              </option>
            ))}
          </Select>
        )}
        <Select label={t('filter.sort')} value={sort} onChange={(event) => set('sort', event.target.value)}>
          {sorts.map((one) => (
            <option key={one} value={one}>
              {t(`sort.${one}`)}
            </option>
          ))}
        </Select>
      </search>
      <PagedList
        list={list}
        empty={
          <>
            <h2>{t(narrowed ? 'none_found' : settled ? 'none_settled' : 'none')}</h2>
            {!settled && !narrowed && <p>{t('none_about')}</p>}
            {narrowed && (
              <>
                <p>{t('none_found_about')}</p>
                <Button onClick={clear}>{t('filter.clear')}</Button>
              </>
            )}
          </>
        }
        more={t('more')}
        row={(item) => <Row item={item} onOpen={() => setAsked(item)} />}
      />
      {asked && <ReviewDialog item={asked} officer={first?.officer ?? true} onClose={() => setAsked(null)} />}
    </main>
  )
}

function Row({ item, onOpen }: { item: WatchReview; onOpen: () => void }) {
  const { t } = useTranslation('watch')
  const text = useText()
  const language = useLanguage()
  const label = text(item.rule.label)
  const name = item.professional?.name ?? ''
  const of = item.client ? t('of', { rule: label, name, client: item.client.name }) : t('of_many', { rule: label, name })
  const act = t(item.state === 'settled' ? 'see' : 'open')
  return (
    <li className="card">
      <div className="spread">
        <h2 className="opening-name">{label}</h2>
        <span className="row">
          <Pill tone={severityTones[item.severity]}>{t(`severity.${item.severity}`)}</Pill>
          {item.tied && <Pill>{t('tied')}</Pill>}
          {item.finding && <Pill tone={findingTones[item.finding]}>{t(`finding.${item.finding}`)}</Pill>}
          {item.outcome ? <Pill tone={outcomeTones[item.outcome]}>{t(`outcome.${item.outcome}`)}</Pill> : <Pill tone={stateTones[item.state]}>{t(`state.${item.state}`)}</Pill>}
        </span>
      </div>
      <p>
        <b>{name}</b> <span className="quiet">{[text(item.professional?.title), item.professional?.unit].filter(Boolean).join(', ')}</span>
        <br />
        {item.client ? (
          <>
            {t('whose')}: <b>{item.client.name}</b>
          </>
        ) : (
          item.clients !== undefined && t('volume', { clients: item.clients, ordinary: (item.ordinary ?? 0).toLocaleString(language, { maximumFractionDigits: 1 }) })
        )}
        <br />
        {t('looked_at', { date: longDate(item.looked_on, language) })} · {t('looks', { count: item.looks })}
      </p>
      <div className="spread">
        <span className={item.overdue ? 'danger-text' : 'quiet'}>{item.state !== 'settled' && t(item.overdue ? 'late' : 'due', { date: longDate(item.due_on, language) })}</span>
        <Button size="small" onClick={onOpen} aria-label={`${act}: ${of}`}>
          {act}
        </Button>
      </div>
    </li>
  )
}
