import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Register, StoryOrder } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { today } from '../ui/format'
import { Select } from '../ui/Select'
import { useStory } from './queries'
import { StoryList, type Opening } from './StoryList'
import './story.css'

const YEARS = [1, 2, 5, 10] as const

/** So many years back, on the same day. */
function yearsBack(years: number): string {
  const day = today()
  // The last of February is not there every year.
  return `${Number(day.slice(0, 4)) - years}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`
}

/** A story with its themes and its time to choose from; `card` is the dress of the page it stands on. */
export function StoryView({ client, opening, card, withheld }: { client?: string; opening?: Opening; card: string; withheld?: (open: readonly Register[]) => ReactNode }) {
  const { t } = useTranslation('story')
  const text = useText()
  const [theme, setTheme] = useState<string>()
  const [order, setOrder] = useState<StoryOrder>('newest')
  const [years, setYears] = useState<number>(2)
  const query = useStory(client, { theme, order, from: yearsBack(years) })
  if (query.isPending) return <Skeleton lines={10} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const [first] = query.data.pages
  const entries = query.data.pages.flatMap((page) => page.entries)
  const themes = first?.themes ?? []
  const words = first?.own_words ?? []
  return (
    <>
      {words.length > 0 && (
        <section className={card} aria-labelledby="st-own">
          <h2 id="st-own">{t('own_words')}</h2>
          <StoryList entries={words} />
        </section>
      )}
      <section className={`${card} stack`} aria-labelledby="st-all" aria-busy={query.isPlaceholderData}>
        <h2 id="st-all">{t('what_happened')}</h2>
        <div className="st-filters">
          <Select label={t('time')} value={years} onChange={(event) => setYears(Number(event.target.value))}>
            {YEARS.map((one) => (
              <option key={one} value={one}>
                {t('years', { count: one })}
              </option>
            ))}
          </Select>
          <Select label={t('order')} value={order} onChange={(event) => setOrder(event.target.value as StoryOrder)}>
            <option value="newest">{t('newest')}</option>
            <option value="oldest">{t('oldest')}</option>
          </Select>
        </div>
        {(themes.length > 1 || theme) && (
          <div className="st-themes" role="group" aria-label={t('theme')}>
            <Button size="small" aria-pressed={theme === undefined} onClick={() => setTheme(undefined)}>
              {t('all_themes')}
            </Button>
            {themes.map((one) => (
              <Button key={one.code} size="small" aria-pressed={theme === one.code} onClick={() => setTheme(theme === one.code ? undefined : one.code)}>
                {`${text(one.name)} (${one.count})`}
              </Button>
            ))}
          </div>
        )}
        {entries.length === 0 ? <p>{t('empty')}</p> : <StoryList entries={entries} opening={opening} />}
        {query.hasNextPage && (
          <p>
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('more')}
            </Button>
          </p>
        )}
        {first?.others_may_hold && withheld?.(first.registers_open)}
      </section>
    </>
  )
}
