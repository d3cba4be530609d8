import { useMutation } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../api/client'
import type { SafetyRisk, SafetySeverity } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { PagedList } from '../ui/PagedList'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useRisks, type RiskAsked } from './queries'
import { RiskFacts, RiskPills, useRiskName } from './RiskWords'
import './homesafety.css'

const WHICH = ['open', 'late', 'closed'] as const
const SORTS = ['due', 'gravest', 'newest'] as const
const SEVERITIES: SafetySeverity[] = ['serious', 'notable', 'minor']

/** Risks at the homes of the team's clients, those that are late first to the eye. */
export function Component() {
  const { t } = useTranslation('homesafety')
  const text = useText()
  const language = useLanguage()
  usePageTitle(t('list.title'))
  const [params, setParams] = useSearchParams()
  const [q, setQ] = useState('')
  const typed = useDeferredValue(q.trim())
  const asked: RiskAsked = {
    which: WHICH.find((one) => one === params.get('which')) ?? 'open',
    sort: SORTS.find((one) => one === params.get('sort')) ?? 'due',
    severity: SEVERITIES.find((one) => one === params.get('severity')),
    group: params.get('group') ?? undefined,
    hazard: params.get('hazard') === 'yes',
    mine: params.get('mine') === 'yes',
    q: typed.length > 1 ? typed : undefined,
  }
  const narrowed = Boolean(asked.severity ?? asked.group ?? asked.q) || asked.hazard || asked.mine || asked.which !== 'open'
  const list = useRisks(asked)
  const first = list.data?.pages[0]
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  const take = useMutation({
    mutationFn: () => api.blob('/staff/home-safety/risks/export.csv', { method: 'POST', body: asked, query: { lang: language } }),
    onSuccess: (blob) => {
      const address = URL.createObjectURL(blob)
      const link = document.createElement('a')
      link.href = address
      link.download = 'kotiturvallisuus.csv'
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
    },
  })
  return (
    <main id="main" tabIndex={-1} className="page openings">
      <div className="spread">
        <h1>{t('list.title')}</h1>
        <Button busy={take.isPending} onClick={() => take.mutate()}>
          {t('list.export')}
        </Button>
      </div>
      <p className="quiet openings-intro">{t('list.intro')}</p>
      {take.isError && <ProblemNote error={take.error} />}
      <search className="hs-filters" aria-label={t('list.filter')}>
        <TextField label={t('list.q')} value={q} onChange={setQ} autoComplete="off" />
        <Select label={t('list.which')} value={asked.which} onChange={(event) => set('which', event.target.value)}>
          {WHICH.map((one) => (
            <option key={one} value={one}>
              {t(`list.which_${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('list.severity')} value={asked.severity ?? ''} onChange={(event) => set('severity', event.target.value)}>
          <option value="">{t('list.all')}</option>
          {SEVERITIES.map((one) => (
            <option key={one} value={one}>
              {t(`severity.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('list.group')} value={asked.group ?? ''} onChange={(event) => set('group', event.target.value)}>
          <option value="">{t('list.all')}</option>
          {first?.groups.map((one) => (
            <option key={one.code} value={one.code}>
              {text(one.label)}
            </option>
          ))}
        </Select>
        <Select label={t('list.sort')} value={asked.sort} onChange={(event) => set('sort', event.target.value)}>
          {SORTS.map((one) => (
            <option key={one} value={one}>
              {t(`list.sort_${one}`)}
            </option>
          ))}
        </Select>
        <label className="hs-check">
          <input type="checkbox" checked={asked.hazard} onChange={(event) => set('hazard', event.target.checked ? 'yes' : '')} />
          <span>{t('list.hazard')}</span>
        </label>
        <label className="hs-check">
          <input type="checkbox" checked={asked.mine} onChange={(event) => set('mine', event.target.checked ? 'yes' : '')} />
          <span>{t('list.mine')}</span>
        </label>
      </search>
      {first && (
        <p role="status" className="quiet">
          {t('list.count', { open: first.open, late: first.late })}
        </p>
      )}
      <PagedList
        list={list}
        empty={
          <>
            <h2>{t(narrowed ? 'list.none_found' : 'list.none')}</h2>
            <p>{t(narrowed ? 'list.none_found_about' : 'list.none_about')}</p>
            {narrowed && (
              <Button
                onClick={() => {
                  setQ('')
                  setParams({}, { replace: true })
                }}
              >
                {t('list.clear')}
              </Button>
            )}
          </>
        }
        more={t('list.more')}
        row={(risk) => <Row risk={risk} />}
      />
    </main>
  )
}

function Row({ risk }: { risk: SafetyRisk }) {
  const { t } = useTranslation('homesafety')
  const name = useRiskName()
  return (
    <li className={risk.late ? 'card hs-late' : 'card'}>
      <div className="spread">
        <h2 className="opening-name">{risk.client ? <Link to={`/clients/${risk.client.id}/home-safety`}>{risk.client.name}</Link> : t('list.no_client')}</h2>
        <RiskPills risk={risk} />
      </div>
      <p>
        <b>{name(risk)}</b>
      </p>
      <RiskFacts risk={risk} />
      <p className="quiet">{[risk.team, risk.handler && t('found_by', { name: risk.handler.name })].filter(Boolean).join(' · ')}</p>
    </li>
  )
}
