import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { RightsRequest } from '../api/types'
import { usePageTitle } from '../app/page'
import { useWhen } from '../client/when'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { Select } from '../ui/Select'
import { useRequests } from './queries'
import { useKind } from './useKind'
import '../people/people.css'
import './rights.css'

/** Requests about clients' own data, each with its last day. A name is kept out of the address. */
export function Component() {
  const { t } = useTranslation(['rights', 'people'])
  usePageTitle(t('staff.title'))
  const [params, setParams] = useSearchParams()
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState('')
  const wanted = { kind: params.get('kind') ?? '', state: params.get('state') ?? 'waiting', overdue: params.get('overdue') === 'true', q: asked }
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(name, value)
        else before.delete(name)
        return before
      },
      { replace: true },
    )
  const list = useRequests(wanted)
  const first = list.data?.pages[0]
  return (
    <main id="main" tabIndex={-1} className="page openings">
      <div className="spread">
        <h1>{t('staff.title')}</h1>
        <Link to="/team">{t('people:openings.back')}</Link>
      </div>
      <p className="quiet openings-intro">{t('staff.intro')}</p>
      <form
        className="rights-filter"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(q.trim())
        }}
      >
        <TextField label={t('staff.search')} value={q} onChange={setQ} />
        <Select label={t('staff.state')} value={wanted.state} onChange={(event) => set('state', event.target.value)}>
          {(['waiting', 'done', 'refused'] as const).map((state) => (
            <option key={state} value={state}>
              {t(`state.${state}`)}
            </option>
          ))}
        </Select>
        <Select label={t('staff.kind')} value={wanted.kind} onChange={(event) => set('kind', event.target.value)}>
          <option value="">{t('staff.all')}</option>
          <option value="correction">{t('request.correction')}</option>
          <option value="copy">{t('request.copy')}</option>
        </Select>
        <label className="check-line">
          <input type="checkbox" checked={wanted.overdue} onChange={(event) => set('overdue', event.target.checked ? 'true' : '')} />
          {t('staff.only_overdue')}
        </label>
        <div>
          <Button type="submit">{t('staff.find')}</Button>
        </div>
      </form>
      {first && (
        <p className="row" role="status">
          {t('staff.waiting', { count: first.waiting })} {first.overdue > 0 && <Pill tone="danger">{t('people:openings.overdue_count', { count: first.overdue })}</Pill>}
        </p>
      )}
      <PagedList
        list={list}
        empty={<h2>{t('staff.none')}</h2>}
        more={t('people:openings.more')}
        row={(item) => <Row item={item} />}
      />
    </main>
  )
}

function Row({ item }: { item: RightsRequest }) {
  const { t } = useTranslation(['rights', 'codes'])
  const when = useWhen()
  const kind = useKind()
  return (
    <li className="card rights-row">
      <h2 className="opening-name">
        <Link to={`/team/rights/${item.id}`}>{item.client?.name}</Link>
      </h2>
      <p className="rights-head">
        <span>{item.kind === 'copy' ? t('request.copy') : `${t('request.correction')}: ${[kind(item.object_kind), item.object_label].filter(Boolean).join(', ')}`}</span>
        <Pill tone={item.overdue ? 'danger' : item.state === 'waiting' ? 'info' : 'neutral'}>{t(item.overdue ? 'staff.late' : `state.${item.state}`)}</Pill>
      </p>
      <p className="quiet">
        {t(`codes:register.${item.register}`)}, {t(`codes:service_task.${item.service_task}`)} · {t('asked_on', { day: when.day(item.asked_at.slice(0, 10)) })} · {t('staff.due', { day: when.day(item.due_on) })}
        {item.extended_at && <> · {t('staff.extended')}</>}
      </p>
    </li>
  )
}
