import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../api/client'
import type { LetterPlan, LetterResult, LetterRow, LettersMade, LetterTemplateView, LetterUse } from '../api/types'
import type { Filter } from '../desk/useDesk'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { BatchActions } from './BatchActions'
import { useReason } from './reason'
import './letters.css'

/** The matters whose clients are written to: some, or all that a filter finds but a few. */
export type LetterChoice = { matter_ids: string[] } | { of: Filter & { q: string }; except: string[] }

interface Props {
  choice: LetterChoice
  onClose: () => void
  /** Letters were made: the choice is used up. */
  onDone: () => void
}

export function useTemplates(enabled = true) {
  return useQuery({ queryKey: ['letter-templates'], queryFn: () => api.get<LetterTemplateView[]>('/staff/letters/templates'), enabled, staleTime: 300_000 })
}

/** Letters to one or many: a template and a way, each letter as it would be, the making, and what became of each. */
export function LettersDialog({ choice, onClose, onDone }: Props) {
  const { t } = useTranslation('letters')
  const text = useText()
  const announce = useAnnounce()
  const templates = useTemplates()
  const [way, setWay] = useState<LetterUse>('letter')
  const [key, setKey] = useState('')
  const usable = (templates.data ?? []).filter((one) => one.uses.includes(way))
  const template = usable.some((one) => one.key === key) ? key : (usable[0]?.key ?? '')
  const single = 'matter_ids' in choice && choice.matter_ids.length === 1
  const title = t(single ? 'title_single' : 'title')
  const preview = useMutation({
    mutationFn: () => api.post<LetterPlan>('/staff/desk/letters/preview', { template, way, choice }),
  })
  const plan = preview.data
  const make = useMutation({
    mutationFn: (rows: LetterRow[]) => api.post<LettersMade>('/staff/desk/letters', { template, way, matter_ids: rows.map((row) => row.matter_id) }),
    onSuccess: (made) => {
      announce(t('made_said', { count: made.rows.filter((row) => row.done).length }))
      onDone()
    },
  })
  const made = make.data
  if (made && plan) {
    const refused = plan.rows.filter((row) => row.reason !== undefined).map((row): LetterResult => ({ matter_id: row.matter_id, done: false, reason: row.reason }))
    const results = [...made.rows, ...refused]
    return (
      <Dialog title={title} onClose={onClose} cancel={t('close')} wide>
        <p role="status">
          <strong>{t('made', { count: made.rows.filter((row) => row.done).length })}</strong> {refused.length > 0 && t('not_made', { count: refused.length })}
        </p>
        <BatchActions id={made.batch_id} version={made.version} way={way} count={made.rows.filter((row) => row.done).length} />
        <Outcome plan={plan} results={results} />
        <p>
          <Link to="/desk/letters">{t('to_batches')}</Link>
        </p>
      </Dialog>
    )
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide
      actions={
        plan ? (
          <>
            {plan.can > 0 && (
              <Button look="primary" busy={make.isPending} onClick={() => make.mutate(plan.rows.filter((row) => row.reason === undefined))}>
                {t('make', { count: plan.can })}
              </Button>
            )}
            <Button onClick={() => preview.reset()}>{t('change')}</Button>
          </>
        ) : (
          <Button look="primary" busy={preview.isPending} disabled={template === ''} onClick={() => preview.mutate()}>
            {t('look')}
          </Button>
        )
      }
    >
      {templates.isError && <ProblemNote error={templates.error} />}
      {preview.isError && <ProblemNote error={preview.error} />}
      {make.isError && <ProblemNote error={make.error} />}
      {plan ? (
        <>
          <p role="status">
            <strong>{t('can', { count: plan.can })}</strong> {plan.cannot > 0 && t('cannot', { count: plan.cannot })}
          </p>
          <p className="quiet">{t('nothing_sent')}</p>
          <Preview rows={[...plan.rows].sort((a, b) => Number(b.reason !== undefined) - Number(a.reason !== undefined))} />
        </>
      ) : (
        <>
          <fieldset className="fld-set">
            <legend>{t('way')}</legend>
            {(['letter', 'message'] as const).map((one) => (
              <label key={one} className="check-line">
                <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />
                <span>
                  {t(`way_of.${one}`)} <span className="quiet">{t(`way_hint.${one}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Select label={t('template')} value={template} onChange={(event) => setKey(event.target.value)}>
            {usable.map((one) => (
              <option key={one.key} value={one.key}>
                {text(one.name)}
              </option>
            ))}
          </Select>
        </>
      )}
    </Dialog>
  )
}

const MOST = 100

/** Each letter as it would be, in the client's language; opened one by one. */
function Preview({ rows }: { rows: LetterRow[] }) {
  const { t } = useTranslation('letters')
  const why = useReason()
  return (
    <ul className="row-list letters-rows">
      {rows.slice(0, MOST).map((row) => (
        <li key={row.matter_id}>
          <div className="letters-row">
            <p>
              <b>{row.client?.name ?? ''}</b> <span className="quiet num">{row.number}</span> {row.language && <span className="quiet">{t(`language.${row.language}`)}</span>}
            </p>
            {row.reason !== undefined ? (
              <p className="letters-bad">{why(row.reason)}</p>
            ) : (
              <details>
                <summary>{row.subject}</summary>
                <p className="letters-body">{row.body}</p>
              </details>
            )}
          </div>
        </li>
      ))}
      {rows.length > MOST && <li className="quiet">{t('more', { count: rows.length - MOST })}</li>}
    </ul>
  )
}

function Outcome({ plan, results }: { plan: LetterPlan; results: LetterResult[] }) {
  const { t } = useTranslation('letters')
  const why = useReason()
  const rows = new Map(plan.rows.map((row) => [row.matter_id, row]))
  return (
    <ul className="row-list letters-rows">
      {results.slice(0, MOST).map((one) => {
        const row = rows.get(one.matter_id)
        return (
          <li key={one.matter_id}>
            <span>
              <b>{row?.client?.name ?? ''}</b> <span className="quiet num">{row?.number}</span>
            </span>
            <span className={one.done ? undefined : 'letters-bad'}>{one.done ? t('was_made') : why(one.reason ?? '')}</span>
          </li>
        )
      })}
    </ul>
  )
}
