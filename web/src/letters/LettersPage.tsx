import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../api/client'
import type { LetterBatch } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { BatchActions } from './BatchActions'
import './letters.css'

/** Letters one has made at once: what waits to be sent can be printed, sent or taken back. */
export function Component() {
  const { t } = useTranslation('letters')
  usePageTitle(t('batches'))
  const text = useText()
  const language = useLanguage()
  const batches = useQuery({ queryKey: ['letter-batches'], queryFn: () => api.get<LetterBatch[]>('/staff/letters/batches'), refetchOnWindowFocus: false })
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div className="spread">
        <h1>{t('batches')}</h1>
        <Link to="/desk">{t('to_desk')}</Link>
      </div>
      <p className="quiet">{t('batches_lead')}</p>
      {batches.isPending && <Loading />}
      {batches.isError && (
        <>
          <ProblemNote error={batches.error} />
          <p>
            <Button onClick={() => void batches.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {batches.data?.length === 0 && (
        <div className="card empty">
          <p>{t('batches_none')}</p>
        </div>
      )}
      {batches.data?.map((one) => (
        <section key={one.id} className="card stack" aria-label={`${text(one.template)}, ${dateTime(one.made_at, language)}`}>
          <div className="spread">
            <h2>{text(one.template)}</h2>
            <span className="row">
              <Pill>{t(`way_of.${one.way}`)}</Pill>
              {one.undone_at ? <Pill>{t('state.undone')}</Pill> : one.sent_at ? <Pill tone="success">{t('state.sent')}</Pill> : <Pill tone="warning">{t('state.waiting')}</Pill>}
            </span>
          </div>
          <p className="quiet num">{t('batch_line', { count: one.letters, time: dateTime(one.made_at, language) })}</p>
          {!one.sent_at && !one.undone_at && <BatchActions id={one.id} version={one.version} way={one.way} count={one.letters} />}
        </section>
      ))}
    </main>
  )
}
