import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LogEntry } from '../../api/types'
import { usePageTitle } from '../../app/page'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { useText } from '../../i18n/text'
import { Button } from '../../ui/Button'
import { DateField } from '../../ui/DateField'
import { Select } from '../../ui/Select'
import { AskDialog } from './AskDialog'
import { Entry } from './Entry'
import { Inquiries } from './Inquiries'
import { useLog, type LogFilter } from './queries'
import './log.css'

/** Who has used my data, when, from where, why and on what ground; and the questions I have asked about it. */
export function LogView() {
  const { t } = useTranslation('my')
  const text = useText()
  usePageTitle(t('log.title'))
  const [filter, setFilter] = useState<LogFilter>({ from: '', to: '', by: 'staff', record: '' })
  const [asked, setAsked] = useState<LogEntry>()
  const query = useLog(filter)
  const first = query.data?.pages[0]
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? []
  const set = (part: Partial<LogFilter>) => setFilter((before) => ({ ...before, ...part }))
  return (
    <>
      <p className="no-print">
        <Link to="/my">‹ {t('back')}</Link>
      </p>
      <section className="my-card" aria-labelledby="my-log">
        <h1 id="my-log">{t('log.title')}</h1>
        <p>{t('log.about')}</p>
        {first && <p className="quiet">{text(first.since_about)}</p>}
        <p className="quiet no-print">{t('log.receipt_about')}</p>
        <div className="log-filter no-print">
          <Select label={t('log.by')} value={filter.by} onChange={(event) => set({ by: event.target.value as LogFilter['by'] })}>
            {(['staff', 'client', 'other', 'system', ''] as const).map((by) => (
              <option key={by} value={by}>
                {t(`log.by_${by || 'all'}`)}
              </option>
            ))}
          </Select>
          <Select label={t('log.record')} value={filter.record} onChange={(event) => set({ record: event.target.value as LogFilter['record'] })}>
            {(['', 'use', 'disclosure'] as const).map((record) => (
              <option key={record} value={record}>
                {t(`log.record_${record || 'both'}`)}
              </option>
            ))}
          </Select>
          <DateField label={t('log.from')} value={filter.from} onChange={(from) => set({ from })} />
          <DateField label={t('log.to')} value={filter.to} onChange={(to) => set({ to })} />
        </div>
        {filter.record && <p className="quiet">{t(`log.record_${filter.record}_about`)}</p>}
        <p className="no-print">
          <Button onClick={() => window.print()}>{t('log.print')}</Button>
        </p>
      </section>
      <Inquiries />
      <section className="my-card" aria-labelledby="my-log-list">
        <h2 id="my-log-list">{t('log.list')}</h2>
        {query.isPending && <Skeleton lines={6} />}
        {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
        {query.data && entries.length === 0 && <p>{t('log.none')}</p>}
        <ol className="log-list">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} onAsk={() => setAsked(entry)} />
          ))}
        </ol>
        {query.hasNextPage && (
          <Button className="no-print" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('log.more')}
          </Button>
        )}
      </section>
      {asked && first && <AskDialog entry={asked} about={text(first.answer_about)} onClose={() => setAsked(undefined)} />}
    </>
  )
}
