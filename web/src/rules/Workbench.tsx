import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError, api, isProblem, newKey } from '../api/client'
import { Trial } from '../alerts/Trial'
import type { AlertTrial, RuleCheck, RuleError, RuleHistory, RulePreview, RuleVersionText } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { dateTime, longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import type { EditorHandle } from './CodeEditor'
import { dropDraft, keepDraft, readDraft } from './draft'
import { Effect } from './Effect'
import { faultText, isOwn, withFirstDay } from './faults'
import { useRuleText } from './queries'

const CodeEditor = lazy(() => import('./CodeEditor'))

interface WorkbenchProps {
  kind: string
  history: RuleHistory
  start: RuleVersionText
}

export function Workbench({ kind, history, start }: WorkbenchProps) {
  const { t } = useTranslation('rules')
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const editor = useRef<EditorHandle>(null)
  const [begun] = useState(() => (history.may_try ? readDraft(kind) : undefined))
  /** The version the writing began from; its text is what differences are shown against. */
  const [base, setBase] = useState<{ text: string; revision: number; name: string }>(() => ({
    text: start.text,
    revision: begun?.revision ?? history.revision,
    name: begun?.from ?? start.name,
  }))
  const [text, setText] = useState(begun?.text ?? start.text)
  const [epoch, setEpoch] = useState(0)
  const [mode, setMode] = useState<'write' | 'compare'>('write')
  const [day, setDay] = useState('')
  const [why, setWhy] = useState('')
  const [conflict, setConflict] = useState<RuleVersionText | null>(null)
  const [mergedBase, setMergedBase] = useState<string>()
  const [key, setKey] = useState(newKey)
  const changed = text !== start.text

  useEffect(() => {
    if (!changed) dropDraft(kind)
    else keepDraft(kind, { text, revision: base.revision, from: base.name })
  }, [kind, text, changed, base])

  // Checked by the node's own parser a moment after the last key.
  const settled = useDeferredValue(text)
  const [checked, setChecked] = useState<{ text: string; answer: RuleCheck } | null>(null)
  useEffect(() => {
    if (!history.may_try) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      api
        .post<RuleCheck>(`/staff/rules/${kind}/check`, { text: settled, valid_from: day || undefined }, { signal: stop.signal })
        .then((answer) => setChecked({ text: settled, answer }))
        .catch(() => {
          // Not reached or too long: what cannot be checked cannot be put in force either, and is told there.
        })
    }, 350)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [kind, settled, day, history.may_try])
  const faults: RuleError[] = checked?.answer.faults ?? []
  const current = checked?.text === text
  const holds = current && checked.answer.holds

  const preview = useMutation({
    mutationFn: () => api.post<RulePreview>(`/staff/rules/${kind}/preview`, { text, valid_from: day || undefined }),
    onSuccess: () => announce(t('effect.ready')),
  })
  // Alerts are tried on the past year; the other kinds on last month's matters.
  const trial = useMutation({
    mutationFn: () => api.post<AlertTrial>('/staff/rules/alerts/trial', { text, valid_from: day || undefined }),
    onSuccess: () => announce(t('effect.ready')),
  })
  const effect = kind === 'alerts' ? trial : preview
  const put = useMutation({
    mutationFn: () =>
      api.post<RuleVersionText>(
        `/staff/rules/${kind}/versions`,
        { text, why, valid_from: day || undefined, base: mergedBase },
        { ifMatch: base.revision, idempotencyKey: key },
      ),
    onSuccess: async (made) => {
      dropDraft(kind)
      client.setQueryData(['rule-text', kind, made.name], made)
      setBase({ text: made.text, revision: made.revision, name: made.name })
      setText(made.text)
      setEpoch((n) => n + 1)
      setWhy('')
      setDay('')
      setConflict(null)
      setMergedBase(undefined)
      setKey(newKey())
      effect.reset()
      announce(t(made.state === 'planned' ? 'put.planned' : 'put.done', { version: made.name, day: longDate(made.valid_from, language) }))
      await Promise.all([client.invalidateQueries({ queryKey: ['rules'] }), client.invalidateQueries({ queryKey: ['catalogue'] })])
    },
    onError: (error) => {
      setKey(newKey())
      if (isProblem(error, 'version_conflict')) {
        setConflict(error.problem.current as RuleVersionText)
        setMode('write')
      }
    },
  })
  const fields = fieldErrors(put.error, t as never)
  const putFaults = isProblem(put.error, 'rules_do_not_hold') ? (put.error.problem.faults as RuleError[]) : []
  const others = history.revision !== base.revision && conflict === null && !put.isPending

  const replaceText = (next: string) => {
    setText(next)
    setEpoch((n) => n + 1)
    setMode('write')
  }
  const shipped = useRuleText(kind, history.newer_shipped?.name)
  const told = faults.length > 0 ? faults : putFaults

  return (
    <>
      {history.newer_shipped && (
        <div className="note note-warning stack">
          <p className="note-title">{t('newer.title', { ...history.newer_shipped })}</p>
          <p>{t('newer.text')}</p>
          {shipped.data && history.may_change && (
            <details>
              <summary>{t('newer.compare')}</summary>
              <div className="stack rules-details">
                <Suspense fallback={<Loading />}>
                  <CodeEditor key={`shipped-${epoch}`} initial={shipped.data.text} original={text} readOnly label={t('newer.compare')} />
                </Suspense>
                <div className="row">
                  <Button
                    onClick={() => {
                      replaceText(shipped.data.text)
                      setMergedBase(history.newer_shipped?.name)
                    }}
                  >
                    {t('newer.take', { ...history.newer_shipped })}
                  </Button>
                  <Button aria-pressed={mergedBase !== undefined} onClick={() => setMergedBase(mergedBase === undefined ? history.newer_shipped?.name : undefined)}>
                    {t('newer.merged', { ...history.newer_shipped })}
                  </Button>
                </div>
              </div>
            </details>
          )}
        </div>
      )}
      {begun && changed && put.data === undefined && (
        <div className="note spread">
          <p>{t('draft.found', { version: begun.from })}</p>
          <Button size="small" onClick={() => replaceText(start.text)}>
            {t('draft.drop')}
          </Button>
        </div>
      )}
      {conflict && (
        <div className="note note-warning stack" role="alert">
          <p className="note-title">{t('conflict.title', { name: conflict.by?.name ?? t('command_line'), time: dateTime(conflict.at, language), version: conflict.name })}</p>
          <p>
            {conflict.why && <q>{conflict.why}</q>} {t('conflict.text')}
          </p>
          <Suspense fallback={<Loading />}>
            <CodeEditor key={`conflict-${conflict.name}-${epoch}`} initial={text} original={conflict.text} readOnly label={t('conflict.differences')} />
          </Suspense>
          <div className="row">
            <Button
              look="primary"
              onClick={() => {
                setBase({ text: conflict.text, revision: conflict.revision, name: conflict.name })
                setConflict(null)
                put.reset()
              }}
            >
              {t('conflict.keep_mine')}
            </Button>
            <Button
              onClick={() => {
                setBase({ text: conflict.text, revision: conflict.revision, name: conflict.name })
                replaceText(conflict.text)
                setConflict(null)
                put.reset()
              }}
            >
              {t('conflict.take_theirs')}
            </Button>
          </div>
        </div>
      )}
      {others && history.may_change && (
        <p className="note note-warning" role="status">
          {t('changed_meanwhile')}
        </p>
      )}
      <section className="card stack" aria-labelledby="rules-text">
        <div className="spread">
          <h2 id="rules-text">{history.may_change ? t('text.title') : t('text.read')}</h2>
          {changed && (
            <div className="row" role="group" aria-label={t('text.mode')}>
              <Button size="small" aria-pressed={mode === 'write'} onClick={() => setMode('write')}>
                {t('text.write')}
              </Button>
              <Button size="small" aria-pressed={mode === 'compare'} onClick={() => setMode('compare')}>
                {t('text.compare', { version: base.name })}
              </Button>
            </div>
          )}
        </div>
        {history.may_try && (
          <p id="rules-keys" className="quiet">
            {t('text.keys')}
          </p>
        )}
        <Suspense fallback={<Loading />}>
          {mode === 'compare' ? (
            <CodeEditor key={`compare-${epoch}`} initial={text} original={base.text} readOnly label={t('text.compare', { version: base.name })} />
          ) : (
            <CodeEditor
              key={`write-${epoch}`}
              ref={editor}
              initial={text}
              label={t('text.title')}
              describedBy={history.may_try ? 'rules-keys' : undefined}
              faults={faults}
              readOnly={!history.may_try}
              onChange={setText}
            />
          )}
        </Suspense>
        {history.may_try && (
          <div role="status" className={told.length > 0 ? 'note note-danger' : current && changed ? 'note note-success' : 'quiet'}>
            {told.length > 0 ? t('faults.count', { count: told.length }) : !current ? t('faults.checking') : changed ? t('faults.none') : t('faults.unchanged')}
          </div>
        )}
        {told.length > 0 && (
          <ol className="plain-list rules-faults">
            {told.map((fault, index) => (
              <li key={`${fault.line}-${fault.code}-${index}`}>
                {isOwn(fault) ? (
                  <Button
                    size="small"
                    look="plain"
                    onClick={() => {
                      setMode('write')
                      editor.current?.goTo(fault.line ?? 1, fault.column ?? 1)
                    }}
                  >
                    {t('faults.place', { line: fault.line ?? 1, column: fault.column ?? 1 })}
                  </Button>
                ) : (
                  <strong>{t('faults.elsewhere', { file: fault.file, line: fault.line ?? 1 })}</strong>
                )}{' '}
                {fault.rule && <code>{[fault.rule, fault.field].filter(Boolean).join(' · ')}</code>} {faultText(fault, t)}
              </li>
            ))}
          </ol>
        )}
      </section>

      {history.may_try && (
        <section className="card stack" aria-labelledby="rules-effect">
          <h2 id="rules-effect">{t('effect.title')}</h2>
          <p className="quiet">{t(`effect.about.${kind === 'routing' || kind === 'deadlines' || kind === 'lenses' || kind === 'retention' || kind === 'alerts' ? kind : 'codes'}`)}</p>
          <p>
            <Button busy={effect.isPending} aria-disabled={!holds || undefined} onClick={() => holds && effect.mutate()}>
              {effect.isPending ? t('effect.counting') : t('effect.show')}
            </Button>{' '}
            {!holds && <span className="quiet">{t('effect.mend_first')}</span>}
          </p>
          {effect.isError && <ProblemNote error={effect.error} />}
          {preview.data && <Effect preview={preview.data} />}
          {trial.data && <Trial trial={trial.data} />}
        </section>
      )}

      {history.may_change && (
        <section className="card stack" aria-labelledby="rules-put">
          <h2 id="rules-put">{t('put.title')}</h2>
          <p className="quiet">{t('put.about')}</p>
          <div className="rules-put">
            <LongTextField label={t('put.why')} hint={t('put.why_hint')} value={why} onChange={setWhy} error={fields.why} required />
            <DateField
              label={t('put.from')}
              hint={t('put.from_hint')}
              value={day}
              onChange={(next) => {
                setDay(next)
                if (next) replaceText(withFirstDay(text, next))
              }}
              error={fields.valid_from}
            />
          </div>
          {checked?.answer.taken_over_by && current && (
            <p className="note note-warning">{t('put.taken_over', { version: checked.answer.taken_over_by.name, day: longDate(checked.answer.taken_over_by.from, language) })}</p>
          )}
          {put.isError && !isProblem(put.error, 'version_conflict') && <ProblemNote error={put.error} />}
          <p>
            <Button look="primary" busy={put.isPending} aria-disabled={!holds || !(changed || mergedBase) || conflict !== null || undefined} onClick={() => holds && (changed || mergedBase) && conflict === null && put.mutate()}>
              {t('put.button')}
            </Button>{' '}
            {!(changed || mergedBase) && <span className="quiet">{t('put.nothing')}</span>}
          </p>
          {put.error instanceof ProblemError || !put.data ? null : (
            <p className="note note-success" role="status">
              {t(put.data.state === 'planned' ? 'put.planned' : 'put.done', { version: put.data.name, day: longDate(put.data.valid_from, language) })}
            </p>
          )}
        </section>
      )}
    </>
  )
}
