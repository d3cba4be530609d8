import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CatalogueItem, CatalogueView } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { Aid } from './Aid'
import { useCatalogue } from './queries'
import { Roles } from './Roles'
import { leaving, levelTone, useRoleNames } from './words'
import './catalogue.css'

/** The data catalogue: what is known of clients, on which level it is governed, and who opens it. */
export function Component() {
  const { t } = useTranslation('catalogue')
  usePageTitle(t('title'))
  const language = useLanguage()
  const catalogue = useCatalogue()
  return (
    <main id="main" tabIndex={-1} className="page stack catalogue">
      <div>
        <h1>{t('title')}</h1>
        <p className="quiet catalogue-lead">{t('lead')}</p>
        {catalogue.data && (
          <p className="quiet catalogue-lead">
            {t('version', { version: catalogue.data.version, day: longDate(catalogue.data.valid_from, language) })} {t('source', { source: catalogue.data.source })}{' '}
            <Link to="/rules/catalogue">{t('rules')}</Link>
          </p>
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
      {catalogue.data && (
        <>
          <Items view={catalogue.data} />
          <Aid questions={catalogue.data.questions} source={catalogue.data.source} />
          <Roles view={catalogue.data} />
        </>
      )}
    </main>
  )
}

const everything = { words: '', group: '', level: '', data: '' }

function Items({ view }: { view: CatalogueView }) {
  const { t } = useTranslation('catalogue')
  const text = useText()
  const [asked, setAsked] = useState(everything)
  const set = (name: keyof typeof everything) => (value: string) => setAsked((old) => ({ ...old, [name]: value }))
  const words = asked.words.trim().toLocaleLowerCase()
  const fits = (item: CatalogueItem) =>
    (asked.group === '' || item.group === asked.group) &&
    (asked.level === '' || item.level === asked.level || item.facets.some((facet) => facet.level === asked.level)) &&
    (asked.data === '' || item.data === asked.data) &&
    (words === '' || String(item.row) === words || [item.label, item.master, item.reason].some((one) => text(one).toLocaleLowerCase().includes(words)))
  const shown = view.rows.filter(fits)
  const levels = ['county', 'jointly_defined', 'joint', 'national', 'undecided'] as const
  const marks = ['client', 'patient', 'client_or_patient', 'possibly', 'no'] as const
  return (
    <>
      <div role="search" aria-label={t('filter')} className="catalogue-filters">
        <TextField label={t('search')} value={asked.words} onChange={set('words')} autoComplete="off" />
        <Select label={t('group')} value={asked.group} onChange={(event) => set('group')(event.target.value)}>
          <option value="">{t('all')}</option>
          {view.groups.map((group) => (
            <option key={group.code} value={group.code}>
              {text(group.label)}
            </option>
          ))}
        </Select>
        <Select label={t('level')} value={asked.level} onChange={(event) => set('level')(event.target.value)}>
          <option value="">{t('all')}</option>
          {levels.map((level) => (
            <option key={level} value={level}>
              {t(`levels.${level}`)}
            </option>
          ))}
        </Select>
        <Select label={t('data')} value={asked.data} onChange={(event) => set('data')(event.target.value)}>
          <option value="">{t('all')}</option>
          {marks.map((mark) => (
            <option key={mark} value={mark}>
              {t(`marks.${mark}`)}
            </option>
          ))}
        </Select>
      </div>
      <p role="status" className="quiet">
        {shown.length === 0 ? t('none') : t('shown', { count: shown.length })}{' '}
        {shown.length < view.rows.length && (
          <Button look="plain" onClick={() => setAsked(everything)}>
            {t('clear')}
          </Button>
        )}
      </p>
      {view.groups.map((group) => {
        const items = shown.filter((item) => item.group === group.code)
        return items.length > 0 && <Group key={group.code} code={group.code} name={text(group.label)} items={items} />
      })}
    </>
  )
}

function Group({ code, name, items }: { code: string; name: string; items: readonly CatalogueItem[] }) {
  const { t } = useTranslation('catalogue')
  const text = useText()
  const roles = useRoleNames()
  return (
    <section className="card" aria-labelledby={`group-${code}`}>
      <h2 id={`group-${code}`}>{name}</h2>
      <p className="quiet">
        {t('opens')}: {roles(items[0]?.opens ?? [])}
      </p>
      <table className="table table-stack catalogue-table" aria-labelledby={`group-${code}`}>
        <thead>
          <tr>
            <th scope="col">{t('item')}</th>
            <th scope="col">{t('level')}</th>
            <th scope="col">{t('master')}</th>
            <th scope="col">{t('data')}</th>
            <th scope="col">{t('leaves')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.row}>
              <th scope="row">
                <Link to={`/catalogue/${item.row}`}>
                  {item.row}. {text(item.label)}
                </Link>
              </th>
              <td data-label={t('level')}>
                <span className="row">
                  <Pill tone={levelTone[item.level]}>{t(`levels.${item.level}`)}</Pill>
                  {item.facets.some((facet) => facet.level !== item.level) && <span className="quiet">{t('in_part')}</span>}
                </span>
              </td>
              <td data-label={t('master')}>{text(item.master)}</td>
              <td data-label={t('data')}>{t(`marks.${item.data}`)}</td>
              <td data-label={t('leaves')}>{t(leaving(item))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
