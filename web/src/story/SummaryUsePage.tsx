import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SeenShare } from '../api/types'
import { usePageTitle } from '../app/page'
import { useWhen } from '../client/when'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { useSummaryUse } from './queries'
import './story.css'

/** Whether what is known of a client is looked at before something is decided of them: by team and by month, and of nobody alone. */
export function Component() {
  const { t } = useTranslation('story')
  usePageTitle(t('use.title'))
  const when = useWhen()
  const query = useSummaryUse()
  const seen = query.data
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div>
        <h1>{t('use.title')}</h1>
        <p className="quiet">{t('use.lead')}</p>
      </div>
      {query.isPending && <Loading />}
      {query.isError && (
        <>
          <ProblemNote error={query.error} />
          <p>
            <Button onClick={() => void query.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {seen && (
        <>
          <section className="card stack" aria-labelledby="su-all">
            <h2 id="su-all">{t('use.all')}</h2>
            <p>
              <Share share={seen.all} least={seen.least} />
            </p>
            <p className="quiet">
              {t('use.how', { days: seen.days, least: seen.least, makers: seen.least_makers })} <Link to="/rules/story">{t('rules', { version: seen.rules_version })}</Link>
            </p>
          </section>
          <Shares
            title={t('use.teams')}
            least={seen.least}
            head={t('use.team')}
            rows={seen.teams.map((one) => ({ key: `${one.team}${one.kind}`, name: `${one.team} · ${kindWords(one.kind, t)}`, share: one.share }))}
          />
          <Shares title={t('use.months')} least={seen.least} head={t('use.month')} rows={seen.months.map((one) => ({ key: one.month, name: when.month(one.month), share: one.share }))} />
        </>
      )}
    </main>
  )
}

type Words = ReturnType<typeof useTranslation<'story'>>['t']

function kindWords(kind: string, t: Words): string {
  const known = (['decision', 'assessment', 'plan'] as const).find((one) => one === kind)
  return known ? t(`use.kind.${known}`) : kind
}

function Shares({ title, head, rows, least }: { title: string; head: string; rows: { key: string; name: string; share: SeenShare }[]; least: number }) {
  const { t } = useTranslation('story')
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{t('use.none')}</p>
      ) : (
        <table className="table table-stack st-after">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <th scope="col">{t('use.share')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                <td data-label={t('use.share')}>
                  <Share share={row.share} least={least} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Share({ share, least }: { share: SeenShare; least: number }) {
  const { t } = useTranslation('story')
  const language = useLanguage()
  if (share.made === undefined || share.seen === undefined) return <span className="quiet">{t('use.few', { count: least })}</span>
  const percent = Math.round((100 * share.seen) / share.made).toLocaleString(language)
  return <>{t('use.of', { percent, seen: share.seen, made: share.made })}</>
}
