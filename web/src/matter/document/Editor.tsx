import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useBlocker } from 'react-router'
import { api, isProblem, ProblemError } from '../../api/client'
import type { Document, FieldError, Matter, Structure } from '../../api/types'
import { useLanguage, useText } from '../../i18n/text'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { askedBy, type Asked } from '../form/conditions'
import { controlPath, labelsOf, parsePath, prepareForm, settled, type StructureSchema } from '../form/prepare'
import { inputId, StructureForm, type FieldProblem } from '../form/StructureForm'
import { matterKeys } from '../queries'
import { Autosave, type SaveState } from './autosave'
import { Conflict } from './Conflict'
import './document.css'
import { knownAt, readKnown, valueAt } from './known'
import { same, type Json } from './merge'
import { ReadBody } from './ReadBody'
import { SaveLine } from './SaveLine'
import { Sidebar } from './Sidebar'

interface Props {
  matter: Matter
  loaded: Document
  structure: Structure
  /** A decision's document becomes final by deciding, so it has no finishing of its own. */
  byDeciding: boolean
  /** Hands out the way to send what is unsaved, for an operation beside the form. */
  onFlush?: (flush: Flush) => void
  /** What an operation beside the form found wrong in the document. */
  errors?: FieldError[]
}

/** Sends what is unsaved; answers the version that then holds everything typed, or nothing when that could not be. */
export type Flush = () => Promise<number | undefined>

export function Editor({ matter, loaded, structure, byDeciding, onFlush, errors }: Props) {
  const { t, i18n } = useTranslation('matter')
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const queries = useQueryClient()
  const [body, setBody] = useState(loaded.body)
  const [meta, setMeta] = useState(loaded)
  const [state, setState] = useState<SaveState<Document>>({ kind: 'untouched' })
  const [problems, setProblems] = useState<FieldProblem[]>([])
  const errorList = useRef<HTMLHeadingElement>(null)
  // What the server last confirmed: the common ground when two people have changed the same draft.
  const confirmed = useRef(loaded.body)

  const autosave = useMemo(
    () =>
      new Autosave<Record<string, unknown>, Document>({
        version: loaded.version,
        save: (next, version) => api.put<Document>(`/staff/documents/${loaded.id}`, { body: next }, { ifMatch: version }),
        conflictOf: (error) => (isProblem(error, 'version_conflict') ? (error.problem.current as Document | undefined) : undefined),
        onState: setState,
        onSaved: (row) => {
          confirmed.current = row.body
          setMeta(row)
        },
      }),
    [loaded.id, loaded.version],
  )
  useEffect(() => {
    autosave.start()
    return () => {
      autosave.stop()
      void autosave.flush()
    }
  }, [autosave])
  useEffect(() => onFlush?.(async () => ((await autosave.flush()) ? autosave.currentVersion : undefined)), [autosave, onFlush])

  // A closing tab asks; a move inside the application first tries to save and asks only if that fails.
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (autosave.dirty) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    const online = () => void autosave.flush()
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', online)
    }
  }, [autosave])
  const blocker = useBlocker(useCallback(() => autosave.dirty, [autosave]))
  const [stuck, setStuck] = useState(false)
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    let here = true
    void autosave.flush().then((saved) => {
      if (!here) return
      if (saved) blocker.proceed()
      else setStuck(true)
    })
    return () => {
      here = false
    }
  }, [blocker, autosave])

  const prepared = useMemo(
    () => prepareForm(structure.schema as StructureSchema, structure.ui, language, { yes: t('form.yes'), no: t('form.no') }),
    [structure, language, t],
  )
  const known = useMemo(() => readKnown(loaded.known_paths, (loaded as { known_from?: Record<string, string> }).known_from), [loaded])
  // The same object as long as the same is asked, so that typing does not draw every field anew.
  const askedText = JSON.stringify(askedBy(structure.conditions ?? [], body))
  const asked = useMemo(() => JSON.parse(askedText) as Record<string, Asked>, [askedText])
  const info = useMemo(
    () => ({
      prefilled: (path: readonly (string | number)[], value: unknown) => {
        const entry = knownAt(known, path)
        if (!entry || !same(value as Json, valueAt(loaded.body, path) as Json) || value === undefined) return undefined
        const room = entry.source?.split('.')[0]
        return { source: room && i18n.exists(`matter:form.source.${room}`) ? (t(`form.source.${room}` as never) as string) : undefined }
      },
      codeSets: structure.code_sets,
      asked,
    }),
    [known, loaded.body, structure.code_sets, asked, i18n, t],
  )

  const toProblem = useCallback(
    (error: FieldError): FieldProblem => ({
      path: controlPath(prepared.schema, parsePath(error.path)),
      message: t([`form.error.${error.code}`, 'form.error.other'] as never, error.params),
    }),
    [t, prepared.schema],
  )
  useEffect(() => {
    if (errors) setProblems(errors.map(toProblem))
  }, [errors, toProblem])

  const finish = useMutation({
    mutationFn: async () => {
      if (!(await autosave.flush())) throw new ProblemError({ type: 'about:blank', code: 'network', title: 'unsaved', status: 0 })
      return api.post<Document>(`/staff/documents/${loaded.id}/finish`, {}, { ifMatch: autosave.currentVersion })
    },
    onSuccess: (row) => {
      setProblems([])
      autosave.adopt(row.version)
      queries.setQueryData(matterKeys.document(row.id), row)
      void queries.invalidateQueries({ queryKey: ['matter', matter.id] })
      for (const { id } of matter.clients) void queries.invalidateQueries({ queryKey: ['client', id] })
      announce(t('document.finished'))
    },
    onError: (error) => {
      if (isProblem(error, 'invalid')) {
        setProblems((error.problem.errors ?? []).map(toProblem))
      }
      if (isProblem(error, 'version_conflict') && error.problem.current) setState({ kind: 'conflict', current: error.problem.current as Document })
    },
  })

  // The list of what is missing is where the work goes on.
  useEffect(() => {
    if (problems.length > 0) errorList.current?.focus()
  }, [problems])

  const final = meta.state === 'final'
  const mayChange = !final && (meta.permitted_actions.length === 0 || meta.permitted_actions.some((action) => ['change', 'save', 'edit'].includes(action)))
  const mayFinish = mayChange && !byDeciding && (meta.permitted_actions.length === 0 || meta.permitted_actions.includes('finish'))
  const whose = matter.clients.filter(({ id }) => meta.client_ids.includes(id))

  return (
    <div className="mt-columns doc">
      <div className="mt-main">
        <div className="doc-head">
          <div>
            <Link to={`/matters/${matter.id}`}>← {t('document.back')}</Link>
            <h2>{text(meta.title)}</h2>
            {whose.length > 0 && whose.length < matter.clients.length && <p className="quiet">{whose.map(({ name }) => name).join(', ')}</p>}
          </div>
          <Pill tone={final ? 'success' : 'info'}>{t(`document_state.${meta.state}`)}</Pill>
        </div>
        {mayChange && (
          <div className="doc-bar">
            <SaveLine state={state} updatedAt={meta.updated_at} onSave={() => void autosave.flush()} />
            {mayFinish && state.kind !== 'conflict' && (
              <Button look="primary" busy={finish.isPending} onClick={() => finish.mutate()}>
                {t('document.finish')}
              </Button>
            )}
          </div>
        )}
        {finish.isError && !isProblem(finish.error, 'invalid') && !isProblem(finish.error, 'version_conflict') && <ProblemNote error={finish.error} />}
        {problems.length > 0 && (
          <div className="note note-danger" role="group" aria-labelledby="doc-errors">
            <h3 id="doc-errors" ref={errorList} tabIndex={-1}>
              {t('document.errors', { count: problems.length })}
            </h3>
            <ul>
              {problems.map(({ path, message }) => (
                <li key={path.join('/') + message}>
                  <a
                    href={`#${inputId(path)}`}
                    onClick={(event) => {
                      event.preventDefault()
                      focusField(path)
                    }}
                  >
                    {labelsOf(prepared.schema, path).slice(1).join(' › ') || labelsOf(prepared.schema, path).join(' › ')}
                  </a>
                  : {message}
                </li>
              ))}
            </ul>
          </div>
        )}
        {state.kind === 'conflict' ? (
          <Conflict
            schema={prepared.schema}
            base={confirmed.current as Json}
            mine={body as Json}
            current={state.current}
            onResolve={(merged, version) => {
              setBody(merged as Record<string, unknown>)
              void autosave.resolve(merged as Record<string, unknown>, version)
            }}
          />
        ) : mayChange ? (
          <StructureForm
            schema={prepared.schema}
            uiSchema={prepared.uiSchema}
            body={body}
            readOnly={false}
            problems={problems}
            info={info}
            onChange={(next) => {
              if (same(next as Json, body as Json)) return
              setBody(next)
              autosave.edit(settled(prepared.schema, next) as Record<string, unknown>)
            }}
          />
        ) : (
          <div className="card">
            <ReadBody schema={prepared.schema} value={body as Json} />
          </div>
        )}
        {mayFinish && state.kind !== 'conflict' && (
          <p className="doc-foot">
            <Button look="primary" busy={finish.isPending} onClick={() => finish.mutate()}>
              {t('document.finish')}
            </Button>
            <span className="quiet">{t('document.finish_text')}</span>
          </p>
        )}
      </div>
      <div className="mt-aside">
        <Sidebar document={meta} schema={prepared.schema} matter={matter} />
      </div>
      {blocker.state === 'blocked' && stuck && (
        <Dialog
          title={t('leave.title')}
          onClose={() => {
            setStuck(false)
            blocker.reset()
          }}
          actions={
            <Button
              look="danger"
              onClick={() => {
                setStuck(false)
                blocker.proceed()
              }}
            >
              {t('leave.anyway')}
            </Button>
          }
        >
          <p>{t('leave.text')}</p>
        </Dialog>
      )}
    </div>
  )
}

/** The input of a path, or of the nearest part around it that is on the page. */
function focusField(path: readonly string[]): void {
  for (let length = path.length; length > 0; length -= 1) {
    const id = inputId(path.slice(0, length))
    const found = document.getElementById(id) ?? document.querySelector<HTMLElement>(`[id^="${CSS.escape(id)}_"]`)
    if (found) {
      const target = found.matches('input, textarea, button, select') ? found : (found.querySelector<HTMLElement>('input, textarea, button, select') ?? found)
      target.scrollIntoView({ block: 'center' })
      target.focus()
      return
    }
  }
}
