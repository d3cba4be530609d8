import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root, useWrong } from './api'
import type { Fault } from './types'

/** Faults as people told of them, and the answers they get. */
export default function FaultsPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('faults.title'))
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [sought, setSought] = useState('')
  const [asked, setAsked] = useState<Fault | null>(null)
  const state = params.get('state') ?? 'open'
  const faults = useQuery({ queryKey: ['admin', 'faults', state, sought.trim()], queryFn: () => api.get<Fault[]>(`${root}/faults`, { query: { state: state === 'all' ? undefined : state, q: sought.trim() } }) })
  const rows = faults.data ?? []
  return (
    <>
      <h1>{t('faults.title')}</h1>
      <p>{t('faults.explain')}</p>
      {faults.isError && <ProblemNote error={faults.error} />}
      <div className="admin-filters" role="search" aria-label={t('faults.search')}>
        <div className="field">
          <label className="field-label" htmlFor="faults-q">
            {t('faults.search')}
          </label>
          <input id="faults-q" className="input" type="search" autoComplete="off" value={sought} onChange={(event) => setSought(event.target.value)} />
        </div>
        <Select label={t('faults.state')} value={state} onChange={(event) => setParams({ state: event.target.value }, { replace: true })}>
          <option value="all">{t('all')}</option>
          <option value="open">{t('faults.states.open')}</option>
          <option value="answered">{t('faults.states.answered')}</option>
        </Select>
      </div>
      <p role="status" className="quiet">
        {faults.data ? t('faults.count', { count: rows.length }) : t('common:loading')}
      </p>
      {faults.data && rows.length === 0 && <p className="card empty">{t('faults.empty')}</p>}
      <ul className="plain-list stack">
        {rows.map((one) => (
          <li key={one.id} className="card stack">
            <div className="spread">
              <span>
                <strong>{one.reporter ?? t(`faults.kinds.${one.reporter_kind}`)}</strong> <span className="quiet">{dateTime(one.reported_at, language)}</span>
              </span>
              <Pill tone={one.state === 'open' ? 'warning' : 'success'}>{t(`faults.states.${one.state}`)}</Pill>
            </div>
            <p className="admin-words">{one.words}</p>
            <dl className="admin-facts">
              <dt>{t('faults.page')}</dt>
              <dd>{one.page || '–'}</dd>
              <dt>{t('faults.program')}</dt>
              <dd>{one.program ?? '–'}</dd>
              {one.answer && (
                <>
                  <dt>{t('faults.answer')}</dt>
                  <dd className="admin-words">
                    {one.answer} <span className="quiet">{[one.answered_by, one.answered_at && dateTime(one.answered_at, language)].filter(Boolean).join(', ')}</span>
                  </dd>
                </>
              )}
            </dl>
            <p>
              <Button size="small" onClick={() => setAsked(one)}>
                {one.answer ? t('faults.mend') : t('faults.give_answer')}
              </Button>
            </p>
          </li>
        ))}
      </ul>
      {asked && (
        <AnswerDialog
          fault={asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            announce(t('faults.answered'))
            void client.invalidateQueries({ queryKey: ['admin', 'faults'] })
          }}
        />
      )}
    </>
  )
}

function AnswerDialog({ fault, onClose, onDone }: { fault: Fault; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('admin')
  const [answer, setAnswer] = useState(fault.answer ?? '')
  const save = useMutation({ mutationFn: () => api.post(`${root}/faults/${fault.id}/answer`, { answer }, { ifMatch: fault.version }), onSuccess: onDone })
  const wrong = useWrong(save.error)
  return (
    <Dialog
      title={t('faults.give_answer')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>
          {t('faults.send')}
        </Button>
      }
    >
      {save.isError && <ProblemNote error={save.error} />}
      <p className="admin-words">{fault.words}</p>
      <LongTextField label={t('faults.answer')} hint={t('faults.answer_hint')} value={answer} onChange={setAnswer} error={wrong.answer} required rows={5} />
    </Dialog>
  )
}
