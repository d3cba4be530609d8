import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OpeningDetail, OpeningReview } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { useActionWords } from './actionWords'

/** An opening as it is looked at afterwards: the ground, what was done under it, what has been said and found. */
export function OpeningFacts({ now, detail }: { now: OpeningReview; detail: UseQueryResult<OpeningDetail> }) {
  const { t } = useTranslation('people')
  const text = useText()
  const language = useLanguage()
  const actionWords = useActionWords()
  return (
    <>
      <dl className="facts">
        <dt>{t('openings.ground')}</dt>
        <dd>
          {text(now.ground)} <span className="quiet">{now.law}</span>
        </dd>
        <dt>{t('openings.reason')}</dt>
        <dd>
          {now.reason && <>{text(now.reason.label)}. </>}
          <q>{now.words}</q>
        </dd>
        <dt>{t('openings.open_for')}</dt>
        <dd>
          {dateTime(now.opened_at, language)} – {dateTime(now.ends_at, language)}
          {now.closed_early && <span className="quiet"> {t('openings.closed_early')}</span>}
        </dd>
        <dt>{t('openings.relation')}</dt>
        <dd>{t(now.tied ? 'openings.relation_was' : 'openings.relation_none')}</dd>
      </dl>
      <h3>{t('openings.uses')}</h3>
      {detail.isPending && <Loading />}
      {detail.isError && <ProblemNote error={detail.error} />}
      {detail.data?.uses.length === 0 && <p>{t('openings.no_uses')}</p>}
      {detail.data && detail.data.uses.length > 0 && (
        <ul className="opening-uses" tabIndex={0} aria-label={t('openings.uses')}>
          {detail.data.uses.map((use, at) => (
            <li key={at}>
              <span className="num">{dateTime(use.at, language)}</span> {actionWords(use.action)}
              {use.outcome !== 'allowed' && <span className="quiet"> ({t('openings.refused')})</span>}
            </li>
          ))}
        </ul>
      )}
      {detail.data?.more_uses && <p className="quiet">{t('openings.more_uses', { count: detail.data.uses.length })}</p>}
      {now.verdicts.length > 0 && (
        <>
          <h3>{t('openings.said')}</h3>
          <ul className="plain-list">
            {now.verdicts.map((one, at) => (
              <li key={at}>
                <b>{t(`openings.outcome.${one.outcome}`)}</b> {one.words}
                <br />
                <span className="quiet">
                  {one.by?.name}, {dateTime(one.at, language)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {now.finding && (
        <>
          <h3>{t('openings.found')}</h3>
          <p>
            <b>{t(`watch:finding.${now.finding.finding}`)}</b>
            {now.finding.reported_to && <> ({t(`watch:reported_to.${now.finding.reported_to}`)})</>} {now.finding.words}
            <br />
            <span className="quiet">
              {now.finding.by?.name}, {dateTime(now.finding.at, language)}
            </span>
          </p>
        </>
      )}
    </>
  )
}
