import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { CatalogueItem, CatalogueView } from '../api/types'
import { NotFound } from '../app/NotFound'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Change } from './Change'
import { useCatalogue, useCount } from './queries'
import { leaving, levelTone, useRoleNames } from './words'
import './catalogue.css'

/** One item of the data catalogue. */
export function Component() {
  const { t } = useTranslation('catalogue')
  const text = useText()
  const { row } = useParams()
  const catalogue = useCatalogue()
  const item = catalogue.data?.rows.find((one) => String(one.row) === row)
  usePageTitle(item ? text(item.label) : t('title'))
  if (catalogue.data && !item) return <NotFound />
  return (
    <main id="main" tabIndex={-1} className="page stack catalogue">
      <div>
        <p>
          <Link to="/catalogue">{t('back')}</Link>
        </p>
        {item && (
          <h1>
            {item.row}. {text(item.label)}
          </h1>
        )}
      </div>
      {catalogue.isPending && <Loading />}
      {catalogue.isError && (
        <>
          <ProblemNote error={catalogue.error} />
          <p>
            <Button onClick={() => void catalogue.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {item && catalogue.data && (
        <>
          <About item={item} view={catalogue.data} />
          {item.facets.length > 0 && <Facets item={item} />}
          <Kept key={item.row} item={item} mayCount={catalogue.data.may_count} />
          <Change key={`change-${item.row}`} item={item} view={catalogue.data} />
        </>
      )}
    </main>
  )
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function About({ item, view }: { item: CatalogueItem; view: CatalogueView }) {
  const { t } = useTranslation('catalogue')
  const text = useText()
  const roles = useRoleNames()
  const group = view.groups.find((one) => one.code === item.group)
  return (
    <section className="card">
      <dl className="catalogue-about">
        <Pair name={t('group')}>{text(group?.label)}</Pair>
        <Pair name={t('level')}>
          <Pill tone={levelTone[item.level]}>{t(`levels.${item.level}`)}</Pill>
        </Pair>
        <Pair name={t('reason')}>{text(item.reason)}</Pair>
        <Pair name={t('master')}>{text(item.master)}</Pair>
        <Pair name={t('data')}>{t(`marks.${item.data}`)}</Pair>
        <Pair name={t('opens')}>{roles(item.opens)}</Pair>
        <Pair name={t('leaves')}>
          {t(leaving(item))}. <span className="quiet">{t('exchange_note')}</span>
        </Pair>
        <Pair name={t('known')}>{t(`mark.${item.mark}`)}</Pair>
      </dl>
    </section>
  )
}

function Facets({ item }: { item: CatalogueItem }) {
  const { t } = useTranslation('catalogue')
  const text = useText()
  return (
    <section className="card" aria-labelledby="catalogue-facets">
      <h2 id="catalogue-facets">{t('facets')}</h2>
      <table className="table table-stack catalogue-table" aria-labelledby="catalogue-facets">
        <thead>
          <tr>
            <th scope="col">{t('item')}</th>
            <th scope="col">{t('level')}</th>
            <th scope="col">{t('master')}</th>
            <th scope="col">{t('leaves')}</th>
            <th scope="col">{t('reason')}</th>
          </tr>
        </thead>
        <tbody>
          {item.facets.map((facet) => (
            <tr key={facet.code}>
              <th scope="row">{text(facet.label)}</th>
              <td data-label={t('level')}>
                <Pill tone={levelTone[facet.level]}>{t(`levels.${facet.level}`)}</Pill>
              </td>
              <td data-label={t('master')}>{text(facet.master)}</td>
              <td data-label={t('leaves')}>{t(facet.leaves ? 'yes' : 'no')}</td>
              <td data-label={t('reason')}>{text(facet.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Kept({ item, mayCount }: { item: CatalogueItem; mayCount: boolean }) {
  const { t } = useTranslation('catalogue')
  const language = useLanguage()
  const [asked, setAsked] = useState(false)
  const counts = useCount(item.row, asked)
  const number = (value: number) => value.toLocaleString(language)
  const of = (kind: string) => {
    const one = counts.data?.find((count) => count.kind === kind)
    if (!one) return ''
    return `: ${one.more ? t('count_more', { number: number(one.number) }) : number(one.number)}`
  }
  const all = counts.data?.reduce((sum, one) => sum + one.number, 0) ?? 0
  return (
    <section className="card stack" aria-labelledby="catalogue-kept">
      <h2 id="catalogue-kept">{t('kept')}</h2>
      {item.kept.length === 0 ? (
        <p className="quiet">{t('kept_none')}</p>
      ) : (
        <ul className="catalogue-kinds">
          {item.kept.map((kind) => (
            <li key={kind}>
              {t(`kinds.${kind}` as never, { defaultValue: kind })}
              {of(kind)}
            </li>
          ))}
        </ul>
      )}
      {item.kept.includes('client') && <p className="quiet catalogue-lead">{t('identity_note')}</p>}
      {mayCount && item.kept.length > 0 && !counts.data && (
        <p>
          <Button busy={counts.isFetching} onClick={() => (asked ? void counts.refetch() : setAsked(true))}>
            {t('count')}
          </Button>
        </p>
      )}
      <p role="status" className={counts.isFetching || counts.data ? '' : 'sr-only'}>
        {counts.isFetching && !counts.data && t('counting')}
        {counts.data && t(counts.data.some((one) => one.more) ? 'counted_more' : 'counted', { number: number(all) })}
      </p>
      {counts.isError && <ProblemNote error={counts.error} />}
    </section>
  )
}
