import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root } from './api'
import { ImportReports } from './ImportReports'
import type { KeptCodeSet, KeptCodeSets } from './types'

/** The nation's code sets by version: which are here whole, which are only linked, and who uses them. */
export default function CodeSetsPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('code_sets.title'))
  const [params, setParams] = useSearchParams()
  const [q, state] = [params.get('q') ?? '', params.get('state') ?? '']
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  const sets = useInfiniteQuery({
    queryKey: ['admin', 'code-sets', q, state],
    queryFn: ({ pageParam, signal }) => api.get<KeptCodeSets>(`${root}/code-sets`, { query: { q: q || undefined, state: state || undefined, page: String(pageParam) }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.more ? pages.length : undefined),
    placeholderData: keepPreviousData,
  })
  const first = sets.data?.pages[0]
  const rows = sets.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <h1>{t('code_sets.title')}</h1>
      <p>{t('code_sets.explain')}</p>
      {first && first.only_linked > 0 && <p className="note note-info">{t('code_sets.only_linked', { count: first.only_linked })}</p>}
      <div className="admin-filters">
        <TextField label={t('code_sets.search')} value={q} onChange={(value) => set('q', value)} />
        <Select label={t('code_sets.state')} value={state} onChange={(event) => set('state', event.target.value)}>
          <option value="">{t('all')}</option>
          <option value="imported">{t('code_sets.states.imported')}</option>
          <option value="linked">{t('code_sets.states.linked')}</option>
        </Select>
      </div>
      {sets.isError && <ProblemNote error={sets.error} />}
      {sets.isPending && <Loading />}
      {first && (
        <p className="quiet" role="status">
          {t('code_sets.found', { count: first.total })}
        </p>
      )}
      {first && rows.length === 0 && <p className="card empty">{q || state ? t('code_sets.none') : t('code_sets.empty')}</p>}
      {rows.length > 0 && <Sets rows={rows} />}
      {sets.hasNextPage && (
        <p>
          <Button busy={sets.isFetchingNextPage} onClick={() => void sets.fetchNextPage()}>
            {t('code_sets.more')}
          </Button>
        </p>
      )}
      {first && <ImportReports imports={first.imports} />}
    </>
  )
}

function Sets({ rows }: { rows: KeptCodeSet[] }) {
  const { t } = useTranslation('admin')
  const text = useText()
  const language = useLanguage()
  return (
    <div className="card scroll-x" role="region" aria-label={t('code_sets.title')} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('code_sets.name')}</th>
            <th scope="col">{t('code_sets.version')}</th>
            <th scope="col">{t('code_sets.state')}</th>
            <th scope="col">{t('code_sets.codes')}</th>
            <th scope="col">{t('code_sets.structures')}</th>
            <th scope="col">{t('code_sets.loaded')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to={`/administration/code-sets/${one.id}`}>{text(one.name)}</Link>
                <p className="quiet num">{one.oid}</p>
              </th>
              <td className="num">{one.version || '–'}</td>
              <td>
                <SetState set={one} />
              </td>
              <td className="num">{one.codes}</td>
              <td className="num">{one.structures}</td>
              <td className="num">
                {dateTime(one.loaded_at, language)}
                {one.state === 'imported' && <p className="quiet">{one.source}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How much of the set is here; an earlier version is said to be one. */
export function SetState({ set }: { set: KeptCodeSet }) {
  const { t } = useTranslation('admin')
  return (
    <span className="row">
      <Pill tone={set.state === 'imported' ? 'success' : 'warning'}>{t(`code_sets.states.${set.state}`)}</Pill>
      {!set.in_use && <Pill>{t('code_sets.not_in_use')}</Pill>}
    </span>
  )
}
