import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../api/client'
import type { RaisedAlert, AlertQuery, AlertSort, AlertWhich } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { Menu } from '../ui/Menu'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { Select } from '../ui/Select'
import { CloseDialog, SnoozeDialog } from './dialogs'
import { grouped, placeOf, usefulness } from './evidence'
import { useAlerts, useAlertStep } from './queries'
import '../people/people.css'
import './alerts.css'

const whiches: AlertWhich[] = ['open', 'waiting', 'taken', 'snoozed', 'closed']
const sorts: AlertSort[] = ['gravest', 'newest']
const grave = { 1: ['minor', 'neutral'], 2: ['notable', 'warning'], 3: ['serious', 'danger'] } as const
const stateTones = { waiting: 'warning', taken: 'info', done: 'success', dismissed: 'neutral', lapsed: 'neutral' } as const

/** What the rules have noticed of clients: why, by what, and what is done of it. */
export function Component() {
  const { t } = useTranslation('alerts')
  const text = useText()
  usePageTitle(t('title'))
  const [params, setParams] = useSearchParams()
  const [q, setQ] = useState('')
  const typed = useDeferredValue(q.trim())
  const [asked, setAsked] = useState<{ alert: RaisedAlert; what: 'close' | 'snooze' } | null>(null)
  const which = whiches.find((one) => one === params.get('which')) ?? 'open'
  const sort = sorts.find((one) => one === params.get('sort')) ?? 'gravest'
  const rule = params.get('rule') ?? undefined
  const mine = params.get('mine') === 'yes'
  const query: AlertQuery = { which, sort, rule, mine, q: typed.length > 1 ? typed : undefined }
  const narrowed = Boolean(rule ?? query.q) || mine || which !== 'open'
  const list = useAlerts(query)
  const language = useLanguage()
  const announce = useAnnounce()
  const [fileError, setFileError] = useState<unknown>(null)
  const exportAs = async (kind: 'csv' | 'xlsx') => {
    try {
      const blob = await api.blob(`/staff/alerts/export.${kind}`, { method: 'POST', query: { lang: language }, body: query })
      saveFile(blob, `punos-${t('file')}.${kind}`)
      announce(t('exported'))
      setFileError(null)
    } catch (error) {
      setFileError(error)
    }
  }
  const first = list.data?.pages[0]
  const chosen = first?.rules.find((one) => one.id === rule)
  const useful = chosen && usefulness(chosen)
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
  return (
    <main id="main" tabIndex={-1} className="page openings">
      <h1>{t('title')}</h1>
      <p className="quiet openings-intro">{t('intro')}</p>
      <search className="alert-filters" aria-label={t('filter.label')}>
        <TextField label={t('filter.q')} value={q} onChange={setQ} autoComplete="off" />
        <Select label={t('filter.which')} value={which} onChange={(event) => set('which', event.target.value)}>
          {whiches.map((one) => (
            <option key={one} value={one}>
              {t(`which.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('filter.rule')} value={rule ?? ''} onChange={(event) => set('rule', event.target.value)}>
          <option value="">{t('filter.all')}</option>
          {first?.rules.map((one) => (
            <option key={one.id} value={one.id}>
              {one.on ? text(one.label) : t('filter.off', { label: text(one.label) })}
            </option>
          ))}
        </Select>
        <Select label={t('filter.sort')} value={sort} onChange={(event) => set('sort', event.target.value)}>
          {sorts.map((one) => (
            <option key={one} value={one}>
              {t(`sort.${one}`)}
            </option>
          ))}
        </Select>
        <label className="check">
          <input type="checkbox" checked={mine} onChange={(event) => set('mine', event.target.checked ? 'yes' : '')} />
          {t('filter.mine')}
        </label>
      </search>
      <Menu
        label={t('export')}
        items={[
          { key: 'xlsx', label: t('export_xlsx'), onChoose: () => void exportAs('xlsx') },
          { key: 'csv', label: t('export_csv'), onChoose: () => void exportAs('csv') },
        ]}
      >
        {t('export')}
      </Menu>
      {fileError !== null && <ProblemNote error={fileError} />}
      {chosen && (
        <p className="quiet" role="status">
          {t('rule_figures', { open: chosen.open, closed: chosen.closed })} {useful !== undefined && t('rule_useful', { percent: useful })}
        </p>
      )}
      <PagedList
        list={list}
        empty={
          <>
            <h2>{t(narrowed ? 'none_found' : 'none')}</h2>
            <p>{t(narrowed ? 'none_found_about' : 'none_about')}</p>
            {narrowed && (
              <Button
                onClick={() => {
                  setQ('')
                  setParams({}, { replace: true })
                }}
              >
                {t('filter.clear')}
              </Button>
            )}
          </>
        }
        more={t('more')}
        row={(alert) => <Row alert={alert} onAsk={(what) => setAsked({ alert, what })} />}
      />
      {asked?.what === 'close' && <CloseDialog alert={asked.alert} onClose={() => setAsked(null)} />}
      {asked?.what === 'snooze' && <SnoozeDialog alert={asked.alert} onClose={() => setAsked(null)} />}
    </main>
  )
}

function Row({ alert, onAsk }: { alert: RaisedAlert; onAsk: (what: 'close' | 'snooze') => void }) {
  const { t } = useTranslation('alerts')
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const step = useAlertStep()
  const day = (value: string) => longDate(value, language)
  const label = text(alert.rule.label)
  const name = alert.client?.name ?? ''
  const of = t('of', { rule: label, name })
  const open = alert.state === 'waiting' || alert.state === 'taken'
  const [word, tone] = grave[alert.severity as 1 | 2 | 3] ?? grave[2]
  const act = (what: 'take' | 'release') => step.mutate({ alert, step: what }, { onSuccess: () => announce(t(what === 'take' ? 'taken_done' : 'released_done')) })
  return (
    <li className="card" aria-label={of}>
      <div className="spread">
        <h2 className="opening-name">
          {alert.client ? <Link to={`/clients/${alert.client.id}`}>{alert.client.name}</Link> : t('no_client')}
        </h2>
        <span className="row">
          <Pill tone={tone}>{t(`severity.${word}`)}</Pill>
          <Pill tone={stateTones[alert.state]}>{t(`state.${alert.state}`)}</Pill>
        </span>
      </div>
      <p className="alert-why">
        <strong>{label}.</strong> {text(alert.why)} <span className="quiet">{t('counted_on', { date: day(alert.counted_on) })}</span>
      </p>
      {open && <p className="alert-why">{text(alert.rule.advice)}</p>}
      {open && alert.lapsed_why && <p className="note">{t(`lapsed_taken.${alert.lapsed_why}`)}</p>}
      <details>
        <summary>{t('grounds')}</summary>
        {grouped(alert.evidence).map(([group, things]) => (
          <div key={group}>
            <h3>{t(`source.${group}` as never)}</h3>
            <ul className="alert-evidence">
              {things.map((thing, index) => {
                const place = placeOf(alert.client?.id, thing)
                const when = thing.over_at ? t('from_to', { from: day(thing.begun_at), to: day(thing.over_at) }) : day(thing.begun_at)
                const what = thing.amount === undefined ? when : `${when}: ${thing.amount.toLocaleString(language)}`
                return <li key={thing.id ?? index}>{place ? <Link to={place}>{what}</Link> : what}</li>
              })}
            </ul>
          </div>
        ))}
        <p className="quiet">
          {t('law', { law: alert.rule.law })}
          {alert.rule.mark === 'uncertain' && <> {t('law_uncertain')}</>}
          <br />
          {t(`basis.${alert.basis}`)}
          <br />
          {t('by_rule', { version: alert.rule.version })}
        </p>
      </details>
      {step.isError && <ProblemNote error={step.error} />}
      <div className="spread">
        <span className="quiet">
          {[
            t('raised', { date: day(alert.raised_at) }),
            alert.team,
            alert.handler && t('handler', { name: alert.handler.name }),
            alert.snoozed_until && t('snoozed', { date: day(alert.snoozed_until) }),
            alert.outcome && t(`outcome.${alert.outcome}`),
            alert.useful && t(`was_useful.${alert.useful}`),
            alert.state === 'lapsed' && alert.lapsed_why && t(`lapsed.${alert.lapsed_why}`),
          ]
            .filter(Boolean)
            .join(' · ')}
          {alert.matter_id && (
            <>
              {' · '}
              <Link to={`/matters/${alert.matter_id}`}>{t('led_to_open')}</Link>
            </>
          )}
          {alert.words && (
            <>
              <br />
              <q>{alert.words}</q>
            </>
          )}
        </span>
        {open && (
          <span className="row">
            {alert.state === 'waiting' ? (
              <Button size="small" look="primary" busy={step.isPending} onClick={() => act('take')} aria-label={`${t('take')}: ${of}`}>
                {t('take')}
              </Button>
            ) : (
              <Button size="small" busy={step.isPending} onClick={() => act('release')} aria-label={`${t('release')}: ${of}`}>
                {t('release')}
              </Button>
            )}
            <Button size="small" onClick={() => onAsk('snooze')} aria-label={`${t('snooze')}: ${of}`}>
              {t('snooze')}
            </Button>
            <Button size="small" onClick={() => onAsk('close')} aria-label={`${t('close')}: ${of}`}>
              {t('close')}
            </Button>
          </span>
        )}
      </div>
    </li>
  )
}
