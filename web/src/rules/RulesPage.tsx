import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { useRuleKinds } from './queries'
import './rules.css'

/** The kinds of rules: what is in force, since when, and what waits for someone. */
export function Component() {
  const { t } = useTranslation('rules')
  usePageTitle(t('title'))
  const language = useLanguage()
  const kinds = useRuleKinds()
  return (
    <main id="main" tabIndex={-1} className="page stack rules">
      <div>
        <h1>{t('title')}</h1>
        <p className="quiet rules-lead">{t('lead')}</p>
      </div>
      {kinds.isError && (
        <>
          <ProblemNote error={kinds.error} />
          <p>
            <Button onClick={() => void kinds.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {kinds.isPending && <Loading />}
      <ul className="plain-list rules-kinds">
        {kinds.data?.map((one) => (
          <li key={one.kind} className="card rules-kind">
            <h2>
              <Link to={`/rules/${one.kind}`}>{t(`kind.${one.kind}` as never)}</Link>
            </h2>
            <p>{t(`about.${one.kind}` as never)}</p>
            <p className="quiet">
              {one.in_force.origin === 'county'
                ? t('since_county', { version: one.in_force.name, day: longDate(one.in_force.valid_from, language), name: one.in_force.by?.name ?? t('command_line') })
                : t('since_shipped', { version: one.in_force.name })}
            </p>
            {(one.planned || one.newer_shipped || one.unreadable > 0) && (
              <p className="row">
                {one.planned && <Pill tone="info">{t('planned', { version: one.planned.name, day: longDate(one.planned.valid_from, language) })}</Pill>}
                {one.newer_shipped && <Pill tone="warning">{t('newer_short', { ...one.newer_shipped })}</Pill>}
                {one.unreadable > 0 && <Pill tone="danger">{t('unreadable_short', { count: one.unreadable })}</Pill>}
              </p>
            )}
          </li>
        ))}
      </ul>
    </main>
  )
}
