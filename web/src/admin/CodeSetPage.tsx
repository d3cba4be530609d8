import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { api } from '../api/client'
import type { Code } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { longDate, today } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { root } from './api'
import { SetState } from './CodeSetsPage'
import type { KeptCodes } from './types'

/** One version of a code set: its codes with the days between which each may be used, and the structures that use the set. */
export default function CodeSetPage() {
  const { t } = useTranslation('admin')
  const text = useText()
  const { id = '' } = useParams()
  const [q, setQ] = useState('')
  const codes = useInfiniteQuery({
    queryKey: ['admin', 'code-set', id, q],
    queryFn: ({ pageParam, signal }) => api.get<KeptCodes>(`${root}/code-sets/${encodeURIComponent(id)}`, { query: { q: q || undefined, page: String(pageParam) }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.more ? pages.length : undefined),
    placeholderData: keepPreviousData,
  })
  const first = codes.data?.pages[0]
  usePageTitle(first ? text(first.set.name) : t('code_sets.title'))
  const rows = codes.data?.pages.flatMap((page) => page.codes) ?? []
  return (
    <>
      <p>
        <Link to="/administration/code-sets">← {t('code_sets.title')}</Link>
      </p>
      <h1>{first ? text(first.set.name) : t('code_sets.title')}</h1>
      {codes.isError && <ProblemNote error={codes.error} />}
      {codes.isPending && <Loading />}
      {first && (
        <>
          <dl className="admin-facts">
            <dt>{t('code_sets.oid')}</dt>
            <dd className="num">{first.set.oid}</dd>
            <dt>{t('code_sets.version')}</dt>
            <dd className="num">{first.set.version || '–'}</dd>
            <dt>{t('code_sets.state')}</dt>
            <dd>
              <SetState set={first.set} />
              {first.set.state === 'linked' && <p>{t('code_sets.linked_explain')}</p>}
            </dd>
            {first.set.link && (
              <>
                <dt>{t('code_sets.official')}</dt>
                <dd>
                  <a href={first.set.link} target="_blank" rel="noreferrer">
                    {t('code_sets.open_official')}
                  </a>
                </dd>
              </>
            )}
          </dl>
          <section className="stack" aria-labelledby="codes">
            <h2 id="codes">{t('code_sets.codes_title', { count: first.set.codes })}</h2>
            <TextField label={t('code_sets.search_codes')} value={q} onChange={setQ} />
            {rows.length === 0 && <p className="card empty">{q ? t('code_sets.none') : t('code_sets.no_codes')}</p>}
            {rows.length > 0 && <Codes rows={rows} />}
            {codes.hasNextPage && (
              <p>
                <Button busy={codes.isFetchingNextPage} onClick={() => void codes.fetchNextPage()}>
                  {t('code_sets.more')}
                </Button>
              </p>
            )}
          </section>
          <section className="stack" aria-labelledby="used">
            <h2 id="used">{t('code_sets.used_title', { count: first.structures.length })}</h2>
            {first.structures.length === 0 && <p className="quiet">{t('code_sets.not_used')}</p>}
            <ul className="plain-list">
              {first.structures.map((one) => (
                <li key={one.id}>
                  {text(one.title)} <span className="quiet num">{one.version}</span>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </>
  )
}

function Codes({ rows }: { rows: Code[] }) {
  const { t } = useTranslation('admin')
  const text = useText()
  const language = useLanguage()
  const day = today()
  const standing = (one: Code) => (one.valid_to && one.valid_to < day ? 'past' : one.valid_from && one.valid_from > day ? 'coming' : undefined)
  return (
    <div className="card scroll-x" role="region" aria-labelledby="codes" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('code_sets.code')}</th>
            <th scope="col">{t('code_sets.label')}</th>
            <th scope="col">{t('code_sets.valid')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => {
            const when = standing(one)
            return (
              <tr key={one.code}>
                <th scope="row" className="num">
                  {one.code}
                </th>
                <td>{text(one.label)}</td>
                <td className="num">
                  {one.valid_from || one.valid_to ? `${one.valid_from ? longDate(one.valid_from, language) : ''}–${one.valid_to ? longDate(one.valid_to, language) : ''}` : t('code_sets.always')}{' '}
                  {when && <Pill>{t(`when.${when}`)}</Pill>}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
