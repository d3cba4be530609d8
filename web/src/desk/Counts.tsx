import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Desk } from '../api/types'
import { useLanguage } from '../i18n/text'
import { shortDate } from '../ui/format'
import { Spark } from '../ui/Spark'
import type { Filter } from './useDesk'

interface CountsProps {
  desk: Desk
  filter: Filter
  onFilter: (next: Partial<Filter>) => void
}

/** The figures of the queue; the two that ask for action also filter it. */
export function Counts({ desk, filter, onFilter }: CountsProps) {
  const { t } = useTranslation('desk')
  const language = useLanguage()
  const [table, setTable] = useState(false)
  const { counts, queue_by_week: weeks } = desk
  const last = weeks.at(-1)
  return (
    <div className="counts">
      <div className="count">
        <span className="count-label">{t('count.new_today')}</span>
        <span className="count-number">{counts.new_today}</span>
      </div>
      <FilterCount label={t('count.overdue')} number={counts.overdue} tone="danger" on={filter.due === 'overdue'} toggle={() => onFilter({ due: filter.due === 'overdue' ? undefined : 'overdue' })} />
      <FilterCount label={t('count.two_days')} number={counts.due_in_two_workdays} tone="warning" on={filter.due === 'two_days'} toggle={() => onFilter({ due: filter.due === 'two_days' ? undefined : 'two_days' })} />
      <div className="count">
        <span className="count-label">{t('count.median')}</span>
        <span className="count-number">{counts.median_days === undefined ? '–' : t('count.days', { count: Math.round(counts.median_days) })}</span>
      </div>
      <div className="count">
        <span className="count-label">{t('count.paused')}</span>
        <span className="count-number">{counts.paused}</span>
      </div>
      {weeks.length > 1 && (
        <div className="count count-weeks">
          <span className="spread">
            <span className="count-label">{t('count.weeks')}</span>
            <button type="button" className="link-button" aria-expanded={table} onClick={() => setTable(!table)}>
              {table ? t('count.as_line') : t('count.as_table')}
            </button>
          </span>
          {table ? (
            <div className="scroll-x" role="region" aria-label={t('count.weeks')} tabIndex={0}>
              <table className="weeks">
                <tbody>
                  <tr>
                    <th scope="row">{t('count.week')}</th>
                    {weeks.map((one) => (
                      <td key={one.week}>{weekName(one.week, language)}</td>
                    ))}
                  </tr>
                  <tr>
                    <th scope="row">{t('count.open')}</th>
                    {weeks.map((one) => (
                      <td key={one.week}>{one.open}</td>
                    ))}
                  </tr>
                </tbody>
              </table>
            </div>
          ) : (
            <Spark points={weeks.map((one) => one.open)} label={t('count.weeks_label', { count: weeks.length, open: last?.open ?? 0, max: Math.max(...weeks.map((one) => one.open)) })} />
          )}
        </div>
      )}
    </div>
  )
}

function FilterCount({ label, number, tone, on, toggle }: { label: string; number: number; tone: 'danger' | 'warning'; on: boolean; toggle: () => void }) {
  return (
    <button type="button" className="count count-button" aria-pressed={on} onClick={toggle}>
      <span className="count-label">{label}</span>
      <span className={number > 0 ? `count-number count-${tone}` : 'count-number'}>{number}</span>
    </button>
  )
}

/** A week comes as its first day or as an ISO week. */
function weekName(week: string, language: Parameters<typeof shortDate>[1]): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(week) ? shortDate(week, language) : week.replace(/^\d{4}-?W/, '')
}
