import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../api/client'
import type { QualityAsked, QualityFigure, QualityPage } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import './quality.css'

/** The county's data by source: how many, how many old, how many lacking, and by which rule. Nobody is named. */
export function Component() {
  const { t } = useTranslation('quality')
  usePageTitle(t('page.title'))
  const language = useLanguage()
  const page = useQuery({ queryKey: ['quality'], queryFn: () => api.get<QualityPage>('/staff/quality'), staleTime: 60_000, refetchOnWindowFocus: false })
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div>
        <h1>{t('page.title')}</h1>
        <p className="quiet">{t('page.lead')}</p>
      </div>
      {page.isPending && <p className="quiet" aria-busy="true">{t('page.counting')}</p>}
      {page.isError && (
        <>
          <ProblemNote error={page.error} />
          <p>
            <Button onClick={() => void page.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {page.data && (
        <>
          <p className="quiet">
            {t('page.as_of', { time: dateTime(page.data.as_of, language), version: page.data.rule_version })} <Link to="/rules/quality">{t('page.rules')}</Link>
          </p>
          {page.data.rules.map((rule) => (
            <Item key={rule.item} rule={rule} figures={page.data.figures.filter((one) => one.item === rule.item)} />
          ))}
        </>
      )}
    </main>
  )
}

function Item({ rule, figures }: { rule: QualityAsked; figures: QualityFigure[] }) {
  const { t } = useTranslation('quality')
  const text = useText()
  const language = useLanguage()
  const number = (value: number) => value.toLocaleString(language)
  const share = (part: number, all: number) => (all === 0 ? '–' : `${Math.round((100 * part) / all).toLocaleString(language)} %`)
  const parts = figures[0]?.missing ?? []
  const title = text(rule.label)
  return (
    <section className="card stack" aria-labelledby={`quality-${rule.item}`}>
      <h2 id={`quality-${rule.item}`}>{title}</h2>
      {figures.length === 0 ? (
        <p className="quiet">{t('page.none')}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={`quality-${rule.item}`}>
          <table className="table table-stack quality-table">
            <caption className="sr-only">{t('page.caption', { item: title })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('page.source')}</th>
                <th scope="col" className="quality-num">{t('page.total')}</th>
                <th scope="col" className="quality-num">{t('page.good')}</th>
                <th scope="col" className="quality-num">{t('page.stale')}</th>
                {parts.map((one) => (
                  <th key={one.part} scope="col" className="quality-num">
                    {t('page.lacks', { part: text(one.label) })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {figures.map((one) => (
                <tr key={one.source}>
                  <th scope="row">{sourceName(one.source, t)}</th>
                  <td className="quality-num num" data-label={t('page.total')}>{number(one.total)}</td>
                  <td className="quality-num num" data-label={t('page.good')}>{share(one.good, one.total)}</td>
                  <td className="quality-num num" data-label={t('page.stale')}>{number(one.stale)}</td>
                  {one.missing.map((part) => (
                    <td key={part.part} className="quality-num num" data-label={t('page.lacks', { part: text(part.label) })}>
                      {number(part.count)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <details>
        <summary>{t('page.how')}</summary>
        <How rule={rule} />
      </details>
    </section>
  )
}

type Words = ReturnType<typeof useTranslation<'quality'>>['t']

/** What was told or written here has words; a source system has its own name. */
function sourceName(source: string, t: Words): string {
  const known = (['client', 'staff', 'punos', 'register', 'population_register'] as const).find((one) => one === source)
  return known ? t(`source.${known}`) : source
}

/** How the figures come about: what the rule asks, in words. */
function How({ rule }: { rule: QualityAsked }) {
  const { t } = useTranslation('quality')
  const text = useText()
  const days = rule.stale_after_days === undefined ? t('page.never_old') : t('page.days', { count: rule.stale_after_days })
  const origins = Object.entries(rule.stale_by_origin).map(([origin, count]) => t('page.days_of', { origin: sourceName(origin, t), count }))
  return (
    <div className="quality-rule">
      <dl>
        <dt>{t('page.old_when')}</dt>
        <dd>{[days, ...origins].join('; ')}</dd>
        <dt>{t('page.whole_with')}</dt>
        <dd>{rule.whole_with.length === 0 ? t('page.always_whole') : rule.whole_with.map(text).join(', ')}</dd>
        {(['human', 'computing', 'model'] as const).map((use) => {
          const one = rule.uses.find((asked) => asked.use === use)
          const needs = one ? [one.fresh && t('page.fresh'), ...one.parts.map(text)].filter(Boolean).join(', ') : ''
          return (
            <div key={use} className="quality-pair">
              <dt>{t('page.fit', { use: t(`use.${use}`) })}</dt>
              <dd>{one ? needs || t('page.always') : t('page.never')}</dd>
            </div>
          )
        })}
        <dt>{t('page.law')}</dt>
        <dd>
          {rule.law} {rule.mark !== 'verified' && <Pill>{t('page.unchecked')}</Pill>}
        </dd>
      </dl>
      <p>{text(rule.advice)}</p>
      {rule.medical_device && <p>{text(rule.medical_device)}</p>}
      <p className="quiet">{t('page.counted')}</p>
    </div>
  )
}
