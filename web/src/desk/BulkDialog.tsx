import { useMutation } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { BulkAction, BulkPlan, BulkResult, BulkRow, Lane } from '../api/types'
import { useText } from '../i18n/text'
import { useLobbyForm } from '../lobby/useLobby'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { laneOrder } from './CardActions'
import { TargetSelect, useOrganisation } from './dialogs'
import type { Selection } from './selection'
import { UndoButton } from './UndoButton'
import { useBulk } from './useBulk'
import type { Filter } from './useDesk'

export type BulkKind = Exclude<BulkAction['kind'], 'undo'>

interface BulkDialogProps {
  kind: BulkKind
  selection: Selection
  filter: Filter
  q: string
  onClose: () => void
  /** Something was done: the choice is used up. */
  onDone: () => void
}

/** Rows drawn at once; the figures are of all. */
const mostRows = 200

/** One action on many: what it needs, what would happen to each, the doing, and what became of each. */
export function BulkDialog({ kind, selection, filter, q, onClose, onDone }: BulkDialogProps) {
  const { t } = useTranslation('desk')
  const announce = useAnnounce()
  const [action, setAction] = useState<BulkAction | null>(kind === 'take' || kind === 'resume' ? { kind } : null)
  const [results, setResults] = useState<BulkResult[] | null>(null)
  const bulk = useBulk()
  const preview = useMutation({
    mutationFn: (wanted: BulkAction) =>
      api.post<BulkPlan>('/staff/desk/bulk/preview', {
        action: wanted,
        choice: selection.all ? { of: { ...filter, q }, except: [...selection.ids] } : { matter_ids: [...selection.ids] },
      }),
  })
  const ask = (wanted: BulkAction) => {
    setAction(wanted)
    preview.mutate(wanted)
  }
  // What needs no more words is shown at once.
  const begun = useRef(false)
  useEffect(() => {
    if (action && !begun.current) {
      begun.current = true
      preview.mutate(action)
    }
  }, [action, preview])

  const plan = preview.data
  const rows = useMemo(() => new Map(plan?.rows.map((row) => [row.id, row])), [plan])
  const go = async () => {
    if (!plan || !action) return
    const done = await bulk.run(action, plan.rows.filter((row) => row.reason === undefined))
    // What could not be done from the first is told in the report too.
    const refused = plan.rows.filter((row) => row.reason !== undefined).map((row) => ({ id: row.id, done: false, reason: row.reason }))
    setResults([...done, ...refused])
    announce(t('bulk.report_said', { done: done.filter((one) => one.done).length, refused: done.filter((one) => !one.done).length + refused.length }))
    onDone()
  }

  const title = t(`bulk.title.${kind}`)
  if (bulk.running) {
    const { done, of } = bulk.running
    return (
      <Dialog title={title} onClose={bulk.stop} cancel={t('bulk.stop')} wide>
        <label>
          {t('bulk.running', { done, of })}
          <progress className="bulk-progress" value={done} max={of} />
        </label>
        <p className="quiet">{t('bulk.running_text')}</p>
      </Dialog>
    )
  }
  if (results) return <Report title={title} results={results} rows={rows} bulk={bulk} onResults={setResults} onClose={onClose} />
  if (!action || !plan) {
    return <Needs kind={kind} title={title} busy={preview.isPending} error={preview.error} onAsk={ask} onClose={onClose} again={action ? () => preview.mutate(action) : undefined} />
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide
      actions={
        <>
          {plan.can > 0 && (
            <Button look="primary" onClick={() => void go()}>
              {t('bulk.go', { count: plan.can })}
            </Button>
          )}
          {kind !== 'take' && kind !== 'resume' && (
            <Button
              onClick={() => {
                setAction(null)
                preview.reset()
              }}
            >
              {t('bulk.change')}
            </Button>
          )}
        </>
      }
    >
      <p role="status">
        <strong>{t('bulk.can', { count: plan.can })}</strong> {plan.cannot > 0 && t('bulk.cannot', { count: plan.cannot })}
      </p>
      <Rows
        rows={[...plan.rows].sort((a, b) => Number(b.reason !== undefined) - Number(a.reason !== undefined))}
        caption={t('bulk.preview')}
        told={(row) => (row.reason === undefined ? { text: t('bulk.will'), bad: false } : { reason: row.reason, bad: true })}
      />
    </Dialog>
  )
}

function Rows({ rows, caption, told }: { rows: BulkRow[]; caption: string; told: (row: BulkRow) => { text?: string; reason?: string; bad: boolean } }) {
  const { t } = useTranslation('desk')
  const why = useReason()
  return (
    <div className="scroll-x bulk-rows" role="region" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.number')}</th>
            <th scope="col">{t('column.client')}</th>
            <th scope="col">{t('bulk.what')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row) => {
            const { text, reason, bad } = told(row)
            return (
              <tr key={row.id}>
                <td className="num">{row.number}</td>
                <td>{row.client?.name ?? ''}</td>
                <td className={bad ? 'bulk-bad' : undefined}>{text ?? (reason ? why(reason) : '')}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length > mostRows && <p className="quiet">{t('bulk.more', { count: rows.length - mostRows })}</p>}
    </div>
  )
}

/** A refusal's code in words. */
function useReason() {
  const { t } = useTranslation('problems')
  return (code: string) =>
    t(`problems:reasons.${code}` as never, { defaultValue: t(`problems:fields.${code}` as never, { defaultValue: t(`problems:${code}` as never, { defaultValue: t('problems:unexpected') }) }) }) as string
}

interface ReportProps {
  title: string
  results: BulkResult[]
  rows: Map<string, BulkRow>
  bulk: ReturnType<typeof useBulk>
  onResults: (results: BulkResult[]) => void
  onClose: () => void
}

function Report({ title, results, rows, bulk, onResults, onClose }: ReportProps) {
  const { t } = useTranslation('desk')
  const announce = useAnnounce()
  const done = results.filter((one) => one.done)
  const back = done.filter((one) => one.undo_until !== undefined)
  const until = back.map((one) => one.undo_until ?? '').sort()[0]
  const undo = async () => {
    const undone = await bulk.run({ kind: 'undo' }, back.map((one) => ({ id: one.id, version: one.version ?? 0 })))
    const now = new Map(undone.map((one) => [one.id, one]))
    onResults(
      results.map((one) => {
        const after = now.get(one.id)
        if (!after) return one
        return after.done ? { id: one.id, done: false, reason: 'undone' } : { ...one, undo_until: undefined }
      }),
    )
    announce(t('bulk.undone', { count: undone.filter((one) => one.done).length }))
  }
  const told = new Map(results.map((one) => [one.id, one]))
  const listed = results.flatMap((one) => rows.get(one.id) ?? [])
  return (
    <Dialog
      title={title}
      onClose={onClose}
      cancel={t('bulk.close')}
      wide
      actions={back.length > 0 && until && <UndoButton until={until} label={t('bulk.undo', { count: back.length })} onUndo={() => void undo()} />}
    >
      <p role="status">
        <strong>{t('bulk.done', { count: done.length })}</strong> {results.length > done.length && t('bulk.not_done', { count: results.length - done.length })}
      </p>
      {done.length > 0 && back.length < done.length && <p className="quiet">{t('bulk.no_undo', { count: done.length - back.length })}</p>}
      <Rows
        rows={listed.sort((a, b) => Number(told.get(a.id)?.done) - Number(told.get(b.id)?.done))}
        caption={t('bulk.report')}
        told={(row) => {
          const one = told.get(row.id)
          return one?.done ? { text: t('bulk.was_done'), bad: false } : { reason: one?.reason ?? 'unexpected', bad: one?.reason !== 'undone' }
        }}
      />
    </Dialog>
  )
}

interface NeedsProps {
  kind: BulkKind
  title: string
  busy: boolean
  error: unknown
  onAsk: (action: BulkAction) => void
  onClose: () => void
  again?: () => void
}

/** What the action needs before anything can be shown. */
function Needs({ kind, title, busy, error, onAsk, onClose, again }: NeedsProps) {
  const { t } = useTranslation('desk')
  const text = useText()
  const organisation = useOrganisation()
  const form = useLobbyForm()
  const [to, setTo] = useState('')
  const [lane, setLane] = useState<Lane | ''>('')
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [tried, setTried] = useState(false)
  const ready = kind === 'take' || kind === 'resume'
  const needsReason = kind === 'hand_over' || kind === 'return'
  const missing = {
    to: kind === 'hand_over' && to === '',
    lane: kind === 'move' && lane === '',
    code: kind === 'pause' && code === '',
    reason: needsReason && reason.trim() === '',
  }
  const send = () => {
    setTried(true)
    if (Object.values(missing).some(Boolean)) return
    onAsk({
      kind,
      ...(kind === 'hand_over' ? (to.startsWith('p:') ? { to_professional_id: to.slice(2) } : { to_team_id: to.slice(2) }) : {}),
      ...(kind === 'move' && lane ? { lane } : {}),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(kind === 'pause' ? { reason_code: code, until: until || undefined } : {}),
    })
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        ready ? (
          error !== null && <Button onClick={again}>{t('common:try_again')}</Button>
        ) : (
          <Button look="primary" busy={busy} onClick={send}>
            {t('bulk.look')}
          </Button>
        )
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {ready && error === null && <Loading />}
      {kind === 'hand_over' && <TargetSelect teams={organisation.data?.teams ?? []} value={to} onChange={setTo} error={tried && missing.to ? t('choose_one') : undefined} />}
      {kind === 'move' && (
        <Select label={t('column.lane')} value={lane} error={tried && missing.lane ? t('bulk.choose_lane') : undefined} onChange={(event) => setLane(event.target.value as Lane)}>
          <option value="">{t('choose')}</option>
          {laneOrder.map((one) => (
            <option key={one} value={one}>
              {t(`codes:lane.${one}`)}
            </option>
          ))}
        </Select>
      )}
      {kind === 'pause' && (
        <>
          <Select label={t('bulk.pause_reason')} value={code} error={tried && missing.code ? t('bulk.choose_reason') : undefined} onChange={(event) => setCode(event.target.value)}>
            <option value="">{t('choose')}</option>
            {form.data?.pause_reasons.map((one) => (
              <option key={one.code} value={one.code}>
                {text(one.label)}
              </option>
            ))}
          </Select>
          <DateField label={t('bulk.until')} value={until} onChange={setUntil} />
        </>
      )}
      {(needsReason || kind === 'move') && (
        <LongTextField
          label={kind === 'return' ? t('return.more') : kind === 'move' ? t('bulk.move_reason') : t('hand_over.reason')}
          hint={kind === 'hand_over' ? t('hand_over.reason_hint') : undefined}
          value={reason}
          onChange={setReason}
          error={tried && missing.reason ? t('write_reason') : undefined}
          rows={2}
        />
      )}
    </Dialog>
  )
}
