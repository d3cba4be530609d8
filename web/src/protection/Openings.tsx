import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { OpeningReview } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { IdentityLine } from '../people/IdentityLine'
import { OpeningFacts } from '../people/OpeningFacts'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { Pill } from '../ui/Pill'
import { findingTones } from '../watch/tones'
import { FindingDialog } from './FindingDialog'
import { useFindOfOpening, useMisused, useMisusedOpening } from './queries'

/** Openings of registers that a supervisor judged a misuse; those with a finding when the switch above says so. */
export function Openings() {
  const { t } = useTranslation('protection')
  const [params] = useSearchParams()
  const found = params.get('show') === 'found'
  const list = useMisused(found)
  const [asked, setAsked] = useState<OpeningReview | null>(null)
  return (
    <section aria-labelledby="openings-title">
      <h2 id="openings-title">{t('openings.title')}</h2>
      <p className="quiet">{t('openings.about')}</p>
      <PagedList list={list} empty={<p>{t(found ? 'openings.none_found' : 'openings.none')}</p>} more={t('more')} row={(item) => <Opening item={item} onOpen={() => setAsked(item)} />} />
      {asked && <OpeningFinding item={asked} onClose={() => setAsked(null)} />}
    </section>
  )
}

function Opening({ item, onOpen }: { item: OpeningReview; onOpen: () => void }) {
  const { t } = useTranslation('protection')
  const text = useText()
  const language = useLanguage()
  const ground = text(item.ground)
  const name = item.professional?.name ?? ''
  const judged = item.verdicts.find((verdict) => verdict.outcome === 'misuse')
  const act = t(item.finding ? 'passed.see' : 'passed.open')
  return (
    <li className="card">
      <div className="spread">
        <h3 className="opening-name">{ground}</h3>
        <span className="row">
          {item.emergency && <Pill tone="danger">{t('openings.emergency')}</Pill>}
          {item.finding && <Pill tone={findingTones[item.finding.finding]}>{t(`watch:finding.${item.finding.finding}`)}</Pill>}
        </span>
      </div>
      <p>
        <b>{name}</b> <span className="quiet">{[text(item.professional?.title), item.professional?.unit].filter(Boolean).join(', ')}</span>
        <br />
        {t('openings.opened', { date: longDate(item.opened_at, language) })}
      </p>
      {judged && (
        <p>
          <q>{judged.words}</q>
          <br />
          <span className="quiet">{t('openings.by', { name: judged.by?.name ?? '', date: longDate(judged.at, language) })}</span>
        </p>
      )}
      <Button size="small" onClick={onOpen} aria-label={`${act}: ${t('watch:of_many', { rule: ground, name })}`}>
        {act}
      </Button>
    </li>
  )
}

function OpeningFinding({ item, onClose }: { item: OpeningReview; onClose: () => void }) {
  const { t } = useTranslation('watch')
  const text = useText()
  const detail = useMisusedOpening(item.id)
  const find = useFindOfOpening()
  const now = detail.data ?? item
  return (
    <FindingDialog
      title={t('of_many', { rule: text(now.ground), name: now.professional?.name ?? '' })}
      open={!now.finding}
      find={{ ...find, send: (finding, onSuccess) => find.mutate({ item: now, ...finding }, { onSuccess }) }}
      onClose={onClose}
    >
      {now.client && (
        <p>
          {t('whose')}: <IdentityLine card={now.client} />
        </p>
      )}
      <OpeningFacts now={now} detail={detail} />
    </FindingDialog>
  )
}
