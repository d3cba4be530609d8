import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { root } from './api'
import type { LogState, WatchedLog } from './types'

/** Seconds a line may wait before the sealing is late. */
const LATE = 60

const tones = { well: 'success', unreachable: 'warning', bad_signature: 'warning' } as const

/** The sealed access log: whether lines get sealed, the last signed checkpoint, and what other nodes have witnessed. */
export default function LogPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('log.title'))
  const log = useQuery({ queryKey: ['admin', 'log'], queryFn: () => api.get<LogState>(`${root}/log`), refetchInterval: 10_000 })
  return (
    <>
      <h1>{t('log.title')}</h1>
      <p>{t('log.explain')}</p>
      {log.isPending && <Loading />}
      {log.isError && <ProblemNote error={log.error} />}
      {log.data && <Seal state={log.data} now={log.dataUpdatedAt} />}
      {log.data && <Watched logs={log.data.watched} />}
      {log.data && <Keys state={log.data} />}
    </>
  )
}

function Seal({ state, now }: { state: LogState; now: number }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const { sealed, waiting } = state
  const late = waiting.oldest_at !== undefined && now - Date.parse(waiting.oldest_at) > LATE * 1000
  const how = late ? 'late' : sealed ? 'sealing' : 'none'
  const number = (value: number) => value.toLocaleString(language)
  return (
    <section className="card stack" aria-labelledby="seal-title">
      <div className="spread">
        <h2 id="seal-title">{t('log.sealing')}</h2>
        <Pill tone={({ late: 'danger', sealing: 'success', none: 'info' } as const)[how]}>{t(`log.state.${how}`)}</Pill>
      </div>
      {late && <p>{t('log.late_text')}</p>}
      <dl className="admin-facts">
        <dt>{t('log.entries')}</dt>
        <dd>{number(sealed?.size ?? 0)}</dd>
        <dt>{t('log.last')}</dt>
        <dd>{sealed ? dateTime(sealed.sealed_at, language) : '–'}</dd>
        <dt>{t('log.waiting')}</dt>
        <dd>{waiting.lines === 0 ? t('log.nothing_waits') : t('log.lines_wait', { count: waiting.lines, number: number(waiting.lines) })}</dd>
      </dl>
      {sealed && (
        <details>
          <summary>{t('log.checkpoint')}</summary>
          <p>{t('log.checkpoint_text')}</p>
          <pre className="admin-secret admin-words" tabIndex={0} aria-label={t('log.checkpoint')}>
            {sealed.note}
          </pre>
          <p>
            <a href="/api/v1/public/log/checkpoint" download="checkpoint.txt">
              {t('log.download')}
            </a>
          </p>
        </details>
      )}
    </section>
  )
}

function Watched({ logs }: { logs: WatchedLog[] }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const at = (value?: string) => (value ? dateTime(value, language) : '–')
  const entries = (value?: number) => (value === undefined ? '–' : value.toLocaleString(language))
  const wrong = logs.filter((one) => one.fault_at)
  return (
    <section className="card stack" aria-labelledby="watched-title">
      <h2 id="watched-title">{t('log.witnesses')}</h2>
      <p>{t(logs.length === 0 ? 'log.no_witnesses' : 'log.witnesses_text')}</p>
      {wrong.map((one) => (
        <div key={one.address} className="note note-danger">
          <p className="note-title">{t('log.disagreement', { address: one.address })}</p>
          <p>{t('log.disagreement_text', { date: at(one.fault_at) })}</p>
        </div>
      ))}
      {logs.length > 0 && (
        <table className="table table-stack">
          <thead>
            <tr>
              <th scope="col">{t('log.address')}</th>
              <th scope="col">{t('log.how')}</th>
              <th scope="col">{t('log.its_entries')}</th>
              <th scope="col">{t('log.seen')}</th>
              <th scope="col">{t('log.ours')}</th>
            </tr>
          </thead>
          <tbody>
            {logs.map((one) => (
              <tr key={one.address}>
                <th scope="row">{one.address}</th>
                <td data-label={t('log.how')}>
                  <Pill tone={tones[one.state as keyof typeof tones] ?? 'danger'}>{t(`log.states.${one.state}` as 'log.states.well')}</Pill>
                </td>
                <td data-label={t('log.its_entries')}>{entries(one.size)}</td>
                <td data-label={t('log.seen')}>{at(one.seen_at)}</td>
                <td data-label={t('log.ours')}>
                  {one.ours_size === undefined ? t('log.not_witnessed') : t('log.witnessed_by', { number: entries(one.ours_size), date: at(one.ours_at) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Keys({ state }: { state: LogState }) {
  const { t } = useTranslation('admin')
  return (
    <section className="card stack" aria-labelledby="keys-title">
      <h2 id="keys-title">{t('log.keys')}</h2>
      <p>{t('log.keys_text')}</p>
      <dl className="admin-facts admin-column">
        <dt>{t('log.log_key')}</dt>
        <dd>
          <code className="admin-secret">{state.log_key}</code>
        </dd>
        <dt>{t('log.witness_key')}</dt>
        <dd>
          <code className="admin-secret">{state.witness_key}</code>
        </dd>
      </dl>
    </section>
  )
}
