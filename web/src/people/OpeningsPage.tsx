import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { OpeningReview } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { dateTime, longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { ShowSwitch } from '../ui/ShowSwitch'
import { OpeningDialog } from './OpeningDialog'
import { useOpenings } from './useOpenings'
import './people.css'

const outcomeTones = { accepted: 'success', to_look_into: 'warning', misuse: 'danger' } as const

/** Registers that were opened by a ground and that the supervisor looks at: why, by whom, and what was found. */
export function Component() {
  const { t } = useTranslation('people')
  usePageTitle(t('openings.title'))
  const [params] = useSearchParams()
  const settled = params.get('show') === 'settled'
  const list = useOpenings(settled)
  const [asked, setAsked] = useState<OpeningReview | null>(null)
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
      <ShowSwitch label={t('openings.show')} waiting={t('openings.waiting')} done={t('openings.judged')} value="settled">
        {overdue > 0 && <Pill tone="danger">{t('openings.overdue_count', { count: overdue })}</Pill>}
      </ShowSwitch>
      <PagedList
        list={list}
        empty={<h2>{t(settled ? 'openings.none_judged' : 'openings.none')}</h2>}
        more={t('openings.more')}
        row={(item) => <Row item={item} onOpen={() => setAsked(item)} />}
      />
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
