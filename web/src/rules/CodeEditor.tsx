import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { StreamLanguage, defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { toml } from '@codemirror/legacy-modes/mode/toml'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import type { TFunction } from 'i18next'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleError } from '../api/types'
import { faultText, isOwn, span } from './faults'

export interface EditorHandle {
  goTo: (line: number, column: number) => void
}

interface CodeEditorProps {
  /** What the editor begins with; typing does not come back through it. A new `key` begins anew. */
  initial: string
  label: string
  describedBy?: string
  faults?: readonly RuleError[]
  readOnly?: boolean
  /** Shows the differences from this text, line by line. */
  original?: string
  onChange?: (text: string) => void
  ref?: Ref<EditorHandle>
}

// The page's own nonce lets the editor's styles through the content security policy.
const nonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

const theme = EditorView.theme({
  '&': { fontSize: '.9375rem', border: '1px solid var(--field-line)', borderRadius: '4px', background: 'var(--paper)' },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace', lineHeight: '1.5' },
  '.cm-content': { minHeight: '16rem' },
  '.cm-gutters': { background: 'var(--neutral-soft)', color: 'var(--ink-2)', border: '0' },
  '.cm-deletedChunk': { fontFamily: 'inherit' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: 'none' },
})

/** The editor's own words in the reader's language. */
const phrases = (t: TFunction<'rules'>): Record<string, string> => ({
  '$ unchanged lines': t('editor.unchanged'),
  Find: t('editor.find'),
  Replace: t('editor.replace_with'),
  next: t('editor.next'),
  previous: t('editor.previous'),
  all: t('editor.all'),
  'match case': t('editor.match_case'),
  regexp: t('editor.regexp'),
  'by word': t('editor.by_word'),
  replace: t('editor.replace'),
  'replace all': t('editor.replace_all'),
  close: t('editor.close'),
  Diagnostics: t('editor.faults'),
  'No diagnostics': t('faults.none'),
  'current match': t('editor.current'),
  'on line': t('editor.on_line'),
})

/** A text editor for rules. The Tab key moves on: whoever uses the keyboard alone is never caught in it. */
export default function CodeEditor({ initial, label, describedBy, faults = [], readOnly = false, original, onChange, ref }: CodeEditorProps) {
  const { t } = useTranslation('rules')
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const change = useRef(onChange)
  change.current = onChange

  useEffect(() => {
    if (place.current === null) return
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.cspNonce.of(nonce()),
          lineNumbers(),
          history(),
          drawSelection(),
          EditorView.lineWrapping,
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          StreamLanguage.define(toml),
          syntaxHighlighting(defaultHighlightStyle),
          readOnly ? [] : lintGutter(),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({ 'aria-label': label, ...(describedBy ? { 'aria-describedby': describedBy } : {}), ...(readOnly ? { 'aria-readonly': 'true' } : {}) }),
          original === undefined ? [] : unifiedMergeView({ original, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) change.current?.(update.state.doc.toString())
          }),
          EditorState.phrases.of(phrases(t)),
          theme,
        ],
      }),
    })
    // The part that scrolls is reached by keyboard, also where nothing can be typed.
    editor.scrollDOM.tabIndex = 0
    editor.scrollDOM.setAttribute('role', 'region')
    editor.scrollDOM.setAttribute('aria-label', label)
    view.current = editor
    return () => {
      view.current = null
      editor.destroy()
    }
    // Begins anew only with a new key: a text that changed outside must not take the caret along.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    const editor = view.current
    if (editor === null) return
    const text = editor.state.doc.toString()
    const told = faults.filter(isOwn).map((fault): Diagnostic => ({ ...span(text, fault), severity: 'error', message: faultText(fault, t) }))
    editor.dispatch(setDiagnostics(editor.state, told))
  }, [faults, t])

  useImperativeHandle(ref, () => ({
    goTo(line, column) {
      const editor = view.current
      if (editor === null) return
      const at = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines))
      const anchor = Math.min(at.from + column - 1, at.to)
      editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      editor.focus()
    },
  }))

  return <div ref={place} className="code-editor" />
}
