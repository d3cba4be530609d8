import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { OpeningReview } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { dateTime, longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { OpeningDialog } from './OpeningDialog'
import { useOpenings } from './useOpenings'
import './people.css'

const outcomeTones = { accepted: 'success', to_look_into: 'warning', misuse: 'danger' } as const

/** Registers that were opened by a ground and that the supervisor looks at: why, by whom, and what was found. */
export function Component() {
  const { t } = useTranslation('people')
  usePageTitle(t('openings.title'))
  const [params, setParams] = useSearchParams()
  const settled = params.get('show') === 'settled'
  const list = useOpenings(settled)
  const [asked, setAsked] = useState<OpeningReview | null>(null)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const overdue = list.data?.pages[0]?.overdue ?? 0
  return (
    <main id="main" tabIndex={-1} className="page openings">
      <div className="spread">
        <h1>{t('openings.title')}</h1>
        <span className="row">
          <Link to="/team/looks">{t('watch:title')}</Link>
          <Link to="/team">{t('openings.back')}</Link>
        </span>
      </div>
      <p className="quiet openings-intro">{t('openings.intro')}</p>
      <div className="row" role="group" aria-label={t('openings.show')}>
        <Button size="small" look={settled ? 'plain' : 'secondary'} aria-pressed={!settled} onClick={() => setParams({}, { replace: true })}>
          {t('openings.waiting')}
        </Button>
        <Button size="small" look={settled ? 'secondary' : 'plain'} aria-pressed={settled} onClick={() => setParams({ show: 'settled' }, { replace: true })}>
          {t('openings.judged')}
        </Button>
        {overdue > 0 && <Pill tone="danger">{t('openings.overdue_count', { count: overdue })}</Pill>}
      </div>
      {list.isPending && <p className="quiet">{t('common:loading')}</p>}
      {list.isError && (
        <>
          <ProblemNote error={list.error} />
          <p>
            <Button onClick={() => void list.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {list.data && items.length === 0 && (
        <div className="card empty">
          <h2>{t(settled ? 'openings.none_judged' : 'openings.none')}</h2>
        </div>
      )}
      <ul className="plain-list stack">
        {items.map((item) => (
          <Row key={item.id} item={item} onOpen={() => setAsked(item)} />
        ))}
      </ul>
      {list.hasNextPage && (
        <p>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('openings.more')}
          </Button>
        </p>
      )}
      {asked && <OpeningDialog item={asked} onClose={() => setAsked(null)} />}
    </main>
  )
}

function Row({ item, onOpen }: { item: OpeningReview; onOpen: () => void }) {
  const { t } = useTranslation('people')
  const text = useText()
  const language = useLanguage()
  const last = item.verdicts[item.verdicts.length - 1]
  const act = t(item.settled ? 'openings.see' : 'openings.look')
  const of = t('openings.look_of', { name: item.professional?.name ?? '', client: item.client?.name ?? '' })
  return (
    <li className="card">
      <div className="spread">
        <h2 className="opening-name">{item.client?.name}</h2>
        <span className="row">
          {item.emergency && <Pill tone="danger">{t('openings.emergency')}</Pill>}
          {!item.tied && <Pill tone="warning">{t('openings.untied')}</Pill>}
          {last && <Pill tone={outcomeTones[last.outcome]}>{t(`openings.outcome.${last.outcome}`)}</Pill>}
        </span>
      </div>
      <p>
        <b>{item.professional?.name}</b> <span className="quiet">{[text(item.professional?.title), item.professional?.unit].filter(Boolean).join(', ')}</span>
        <br />
        {dateTime(item.opened_at, language)} · {item.registers.map((register) => t(`client:withheld.register_name.${register}`)).join(', ')}
      </p>
      <p>
        {item.reason ? <b>{text(item.reason.label)}. </b> : null}
        <q>{item.words}</q>
      </p>
      <div className="spread">
        <span className={item.overdue ? 'danger-text' : 'quiet'}>{item.due_on && !item.settled && t(item.overdue ? 'openings.late' : 'openings.due', { date: longDate(item.due_on, language) })}</span>
        <Button size="small" onClick={onOpen} aria-label={`${act}: ${of}`}>
          {act}
        </Button>
      </div>
    </li>
  )
}
