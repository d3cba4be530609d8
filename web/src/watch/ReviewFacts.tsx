import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { WatchDetail, WatchReview } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { useActionWords } from '../people/actionWords'
import { IdentityLine } from '../people/IdentityLine'
import { Loading } from '../ui/Loading'
import { dateTime, longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Said } from './Said'

/** What a look under review is about: the rule in words, who looked and at whose data, the lines of the log, what has been said. */
export function ReviewFacts({ now, detail }: { now: WatchReview; detail: UseQueryResult<WatchDetail> }) {
  const { t } = useTranslation('watch')
  const text = useText()
  const language = useLanguage()
  const actionWords = useActionWords()
  const name = now.professional?.name ?? ''
  return (
    <>
      <dl className="facts">
        <dt>{t('why')}</dt>
        <dd>
          {text(now.rule.about)} <span className="quiet">{now.rule.law}</span>
          {now.clients !== undefined && (
            <>
              <br />
              {t('volume', { clients: now.clients, ordinary: (now.ordinary ?? 0).toLocaleString(language, { maximumFractionDigits: 1 }) })}
            </>
          )}
        </dd>
        <dt>{t('who')}</dt>
        <dd>
          {name} <span className="quiet">{[text(now.professional?.title), now.professional?.unit].filter(Boolean).join(', ')}</span>
        </dd>
        <dt>{t('whose')}</dt>
        <dd>{now.client ? <IdentityLine card={now.client} /> : t('many')}</dd>
        <dt>{t('when')}</dt>
        <dd>{longDate(now.looked_on, language)}</dd>
        {now.client && (
          <>
            <dt>{t('relation')}</dt>
            <dd>{t(now.tied ? 'relation_was' : 'relation_none')}</dd>
          </>
        )}
      </dl>
      <h3>{t('lines')}</h3>
      {detail.isPending && <Loading />}
      {detail.isError && <ProblemNote error={detail.error} />}
      {detail.data?.lines.length === 0 && <p>{t('no_lines')}</p>}
      {detail.data && detail.data.lines.length > 0 && (
        <ul className="opening-uses" tabIndex={0} aria-label={t('lines')}>
          {detail.data.lines.map((line, at) => (
            <li key={at}>
              <span className="num">{dateTime(line.at, language)}</span> {actionWords(line.action)}
              {line.grounded && <span className="quiet"> ({t('grounded')})</span>}
            </li>
          ))}
        </ul>
      )}
      {detail.data && detail.data.gone > 0 && <p className="quiet">{t('gone', { count: detail.data.gone })}</p>}
      {now.words.length > 0 && (
        <>
          <h3>{t('said')}</h3>
          <Said words={now.words} />
        </>
      )}
    </>
  )
}
