import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
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
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root, useWrong } from './api'
import type { Told } from './types'

/** What one thing told is, beside its words and its answer. */
export interface Shown {
  /** Who and when, and where it stands. */
  head: ReactNode
  /** Pairs of `dt` and `dd`. */
  facts: ReactNode
  /** How the teller hears of the answer. */
  hint: string
  /** Tells this one apart from the others, for the name of its button. */
  name: string
  language?: string
}

interface AnswersPageProps<T> {
  what: 'faults' | 'feedback'
  title: string
  /** What the page is for. */
  lead: string
  counted: (count: number) => string
  /** Said when nothing is listed. */
  empty: (open: boolean) => string
  /** Whether words can be looked for. */
  search?: boolean
  show: (one: T) => Shown
}

/** What people have told, newest or most pressing first, and the answers they get. */
export function AnswersPage<T extends Told>({ what, title, lead, counted, empty, search = false, show }: AnswersPageProps<T>) {
  const { t } = useTranslation('admin')
  usePageTitle(title)
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [sought, setSought] = useState('')
  const [asked, setAsked] = useState<T | null>(null)
  const state = params.get('state') ?? 'open'
  const q = sought.trim() || undefined
  const told = useQuery({ queryKey: ['admin', what, state, q], queryFn: () => api.get<T[]>(`${root}/${what}`, { query: { state: state === 'all' ? undefined : state, q } }) })
  const rows = told.data ?? []
  return (
    <>
      <h1>{title}</h1>
      <p>{lead}</p>
      {told.isError && <ProblemNote error={told.error} />}
      <div className="admin-filters" role={search ? 'search' : undefined} aria-label={search ? t('faults.search') : undefined}>
        {search && (
          <div className="field">
            <label className="field-label" htmlFor="told-q">
              {t('faults.search')}
            </label>
            <input id="told-q" className="input" type="search" autoComplete="off" value={sought} onChange={(event) => setSought(event.target.value)} />
          </div>
        )}
        <Select label={t('faults.state')} value={state} onChange={(event) => setParams({ state: event.target.value }, { replace: true })}>
          <option value="all">{t('all')}</option>
          <option value="open">{t('faults.states.open')}</option>
          <option value="answered">{t('faults.states.answered')}</option>
        </Select>
      </div>
      <p role="status" className="quiet" aria-busy={told.isPending}>
        {told.data ? counted(rows.length) : t('common:loading')}
      </p>
      {told.data && rows.length === 0 && <p className="card empty">{empty(state === 'open')}</p>}
      <ul className="plain-list stack">
        {rows.map((one) => {
          const shown = show(one)
          const give = one.answer ? t('faults.mend') : t('faults.give_answer')
          return (
            <li key={one.id} className="card stack">
              <div className="spread">{shown.head}</div>
              <p className="admin-words" lang={shown.language}>
                {one.words}
              </p>
              <dl className="admin-facts">
                {shown.facts}
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
                <Button size="small" aria-label={`${give}: ${shown.name}`} onClick={() => setAsked(one)}>
                  {give}
                </Button>
              </p>
            </li>
          )
        })}
      </ul>
      {asked && (
        <AnswerDialog
          what={what}
          told={asked}
          shown={show(asked)}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            announce(t('faults.answered'))
            void client.invalidateQueries({ queryKey: ['admin', what] })
          }}
        />
      )}
    </>
  )
}

function AnswerDialog({ what, told, shown, onClose, onDone }: { what: string; told: Told; shown: Shown; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('admin')
  const [answer, setAnswer] = useState(told.answer ?? '')
  const save = useMutation({ mutationFn: () => api.post(`${root}/${what}/${told.id}/answer`, { answer }, { ifMatch: told.version }), onSuccess: onDone })
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
      <p className="admin-words" lang={shown.language}>
        {told.words}
      </p>
      <LongTextField label={t('faults.answer')} hint={shown.hint} value={answer} onChange={setAnswer} error={wrong.answer} required rows={5} />
    </Dialog>
  )
}
