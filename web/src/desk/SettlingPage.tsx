import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { SettleItem, SettleOutcome } from '../api/types'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { dateTime, longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { ShowSwitch } from '../ui/ShowSwitch'
import { useSettle, useSettling } from './useSettling'
import '../people/people.css'
import './desk.css'

const tones = { died: 'neutral', moved_away: 'info', protection_ended: 'warning' } as const

/** What a person must decide because of what a register told: each settled with a reason. */
export function Component() {
  const { t } = useTranslation('desk')
  usePageTitle(t('settling.title'))
  const [params] = useSearchParams()
  const settled = params.get('show') === 'settled'
  const list = useSettling(settled)
  const [asked, setAsked] = useState<SettleItem | null>(null)
  return (
    <main id="main" tabIndex={-1} className="page gaps">
      <div className="spread">
        <h1>{t('settling.title')}</h1>
        <Link to="/desk">{t('gaps.back')}</Link>
      </div>
      <p className="quiet">{t('settling.intro')}</p>
      <ShowSwitch label={t('settling.show')} waiting={t('settling.open')} done={t('settling.settled')} value="settled" />
      <PagedList
        list={list}
        empty={
          <>
            <h2>{t(settled ? 'settling.none_settled' : 'settling.none_title')}</h2>
            <p>{t('settling.none_text')}</p>
          </>
        }
        more={t('settling.more')}
        row={(item) => <Row item={item} onSettle={() => setAsked(item)} />}
      />
      {asked && <Settle item={asked} onClose={() => setAsked(null)} />}
    </main>
  )
}

/** Where the thing itself is. */
function place(item: SettleItem): string {
  switch (item.object_kind) {
    case 'matter':
      return `/matters/${item.object_id}`
    case 'appointment':
      return `/clients/${item.client?.id}/appointments`
    case 'customership':
      return `/clients/${item.client?.id}/services`
    default:
      return `/clients/${item.client?.id}/people`
  }
}

function useThing() {
  const { t } = useTranslation('desk')
  const language = useLanguage()
  return (item: SettleItem) => {
    const what = t(`settling.object.${item.object_kind}`)
    const detail = item.number ?? (item.starts_at ? dateTime(item.starts_at, language) : item.object_kind === 'customership' ? t(`codes:service_task.${item.service_task}`) : '')
    return detail ? `${what} ${detail}` : what
  }
}

function Row({ item, onSettle }: { item: SettleItem; onSettle: () => void }) {
  const { t } = useTranslation('desk')
  const text = useText()
  const language = useLanguage()
  const me = useProfessional()
  const thing = useThing()
  return (
    <li className="card settle-row">
      <div className="spread">
        <h2 className="settle-name">
          <Link to={`/clients/${item.client?.id}`}>{item.client?.name}</Link>
        </h2>
        <span className="row">
          <Pill tone={tones[item.cause]}>
            {t(`settling.cause.${item.cause}`)}
            {item.happened_on && ` ${longDate(item.happened_on, language)}`}
          </Pill>
          {item.over && <Pill>{t('settling.over')}</Pill>}
        </span>
      </div>
      <p>
        <Link to={place(item)}>{thing(item)}</Link>
        {item.handler && item.handler.id !== me.id && <span className="quiet"> · {item.handler.name}</span>}
      </p>
      {item.outcome ? (
        <p>
          <b>{t(`settling.outcome.${item.outcome}`)}</b> {item.reason}
          <br />
          <span className="quiet">{[item.settled_by?.name, item.settled_at && dateTime(item.settled_at, language)].filter(Boolean).join(', ')}</span>
        </p>
      ) : (
        <>
          <p>{text(item.about)}</p>
          <div className="spread">
            <span className="quiet">
              {item.law}
              {item.mark !== 'verified' && ` · ${t('gaps.unchecked')}`}
            </span>
            <Button size="small" onClick={onSettle} aria-label={t('settling.settle_of', { thing: thing(item), name: item.client?.name })}>
              {t('settling.settle')}
            </Button>
          </div>
        </>
      )}
    </li>
  )
}

function Settle({ item, onClose }: { item: SettleItem; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const text = useText()
  const announce = useAnnounce()
  const thing = useThing()
  const settle = useSettle()
  const [outcome, setOutcome] = useState<SettleOutcome>()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < 3
  return (
    <Dialog
      title={t('settling.dialog', { thing: thing(item), name: item.client?.name })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={settle.isPending}
          onClick={() => {
            setTried(true)
            if (!outcome || short) return
            settle.mutate(
              { item, outcome, reason: reason.trim() },
              {
                onSuccess: () => {
                  announce(t('settling.done'))
                  onClose()
                },
              },
            )
          }}
        >
          {t('settling.settle')}
        </Button>
      }
    >
      <p>{text(item.about)}</p>
      {settle.isError && <ProblemNote error={settle.error} />}
      <fieldset className="fld-set">
        <legend>{t('settling.what')}</legend>
        {item.outcomes.map((one) => (
          <label key={one} className="check-line">
            <input type="radio" name="settle-outcome" checked={outcome === one} onChange={() => setOutcome(one)} />
            {t(`settling.choice.${item.object_kind === 'protection' ? 'protection_' : ''}${one}`)}
          </label>
        ))}
        {tried && !outcome && <p className="field-error">{t('settling.what_missing')}</p>}
      </fieldset>
      <LongTextField label={t('settling.reason')} hint={t('settling.reason_hint')} value={reason} onChange={setReason} error={tried && short ? t('write_reason') : undefined} rows={3} />
    </Dialog>
  )
}
