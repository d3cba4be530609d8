import { useMutation } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../api/client'
import type { RequestQuery, RequestSide, RequestSort, RequestWhich, ServiceRequest } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { Select } from '../ui/Select'
import { useRequestForm, useRequests } from './queries'
import { Hands, Standing } from './Standing'
import { Steps } from './Steps'
import '../people/people.css'
import './requests.css'

const sides: RequestSide[] = ['receiver', 'sender']
const whiches: RequestWhich[] = ['open', 'ours', 'late', 'closed']
const sorts: RequestSort[] = ['due', 'newest']

/** What one's teams have been asked, and what they have asked of others. */
export function Component() {
  const { t } = useTranslation('requests')
  const text = useText()
  const language = useLanguage()
  const { role } = useProfessional()
  usePageTitle(t('title'))
  const [params, setParams] = useSearchParams()
  const [q, setQ] = useState('')
  const typed = useDeferredValue(q.trim())
  const side = sides.find((one) => one === params.get('side')) ?? 'receiver'
  const which = whiches.find((one) => one === params.get('which')) ?? 'open'
  const sort = sorts.find((one) => one === params.get('sort')) ?? 'due'
  const kind = params.get('kind') ?? undefined
  const query: RequestQuery = { side, which, sort, kind, q: typed.length > 1 ? typed : undefined }
  const narrowed = Boolean(kind ?? query.q) || which !== 'open'
  const list = useRequests(query)
  const form = useRequestForm()
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
  const table = useMutation({
    mutationFn: () => api.blob('/staff/requests/export.csv', { method: 'POST', body: query, query: { lang: language } }),
    onSuccess: (csv) => saveFile(csv, 'palvelupyynnot.csv'),
  })
  const count = (one: RequestSide) => (one === 'receiver' ? first?.received : first?.sent)
  const parallel = first?.parallel
  return (
    <main id="main" tabIndex={-1} className="page openings">
      <h1>{t('title')}</h1>
      <p className="quiet openings-intro">{t('intro')}</p>
      <nav className="rq-tabs" aria-label={t('sides')}>
        {sides.map((one) => (
          <Link key={one} to={one === 'receiver' ? '/requests' : `/requests?side=${one}`} aria-current={one === side ? 'page' : undefined}>
            {t(`side.${one}`, { count: count(one)?.open ?? 0 })}
          </Link>
        ))}
      </nav>
      <search className="rq-filters" aria-label={t('filter.label')}>
        <TextField label={t('filter.q')} value={q} onChange={setQ} autoComplete="off" />
        <Select label={t('filter.which')} value={which} onChange={(event) => set('which', event.target.value)}>
          {whiches.map((one) => (
            <option key={one} value={one}>
              {t(`which.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('filter.kind')} value={kind ?? ''} onChange={(event) => set('kind', event.target.value)}>
          <option value="">{t('filter.all')}</option>
          {form.data?.kinds.map((one) => (
            <option key={one.code} value={one.code}>
              {text(one.name)}
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
        {worksOnMatters(role) && (
          <Button busy={table.isPending} onClick={() => table.mutate()}>
            {t('export')}
          </Button>
        )}
      </search>
      {table.isError && <ProblemNote error={table.error} />}
      {first && (
        <p className="quiet" role="status">
          {t('figures', { ours: count(side)?.ours ?? 0, late: count(side)?.late ?? 0 })}{' '}
          {parallel && parallel.used + parallel.went_on > 0 && t('parallel', { used: parallel.used, went_on: parallel.went_on })}
        </p>
      )}
      <PagedList
        list={list}
        empty={
          <>
            <h2>{t(narrowed ? 'none_found' : `none.${side}`)}</h2>
            <p>{t(narrowed ? 'none_found_about' : `none_about.${side}`)}</p>
            {narrowed && (
              <Button
                onClick={() => {
                  setQ('')
                  setParams(side === 'receiver' ? {} : { side }, { replace: true })
                }}
              >
                {t('filter.clear')}
              </Button>
            )}
          </>
        }
        more={t('more')}
        row={(request) => <Row request={request} />}
      />
    </main>
  )
}

function Row({ request }: { request: ServiceRequest }) {
  const { t } = useTranslation('requests')
  const text = useText()
  const language = useLanguage()
  const client = request.client
  const name = text(request.name)
  return (
    <li className="card" aria-label={t('of', { name, client: client?.name ?? '' })}>
      <div className="spread">
        <h2 className="opening-name">
          {client ? <Link to={`/clients/${client.id}/requests/${request.id}`}>{name}</Link> : name}
          {client && <span className="rq-client">{client.name}</span>}
        </h2>
        <Standing request={request} />
      </div>
      <p className="rq-words">{request.words}</p>
      {request.declined && (
        <p className="note note-warning">{t('declined_for', { reason: text(request.declined) })}</p>
      )}
      {request.result && <p className="rq-words">{t('result_is', { words: request.result })}</p>}
      <div className="spread">
        <span className="quiet">
          {t('from_to', { from: request.from_team, to: request.provider ?? request.to_team })} · {t('sent_on_day', { date: longDate(request.sent_at, language) })}
          <br />
          <Hands request={request} />
        </span>
        <Steps request={request} />
      </div>
    </li>
  )
}
