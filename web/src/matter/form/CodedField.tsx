import type { FieldProps } from '@rjsf/utils'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { TextInput } from 'suomifi-ui-components'
import { api } from '../../api/client'
import type { Code, FoundCodes } from '../../api/types'
import { useText } from '../../i18n/text'
import { useField } from './fields'
import { useFormInfo } from './info'

interface Coded {
  system?: string
  code?: string
  display?: string
}

/** Most choices that are shown at once; the rest are found by typing. */
const MOST = 50

/**
 * A field answered from a code set: a list that narrows as one types. When the official list is not in the house, the codes that
 * structures mention are offered, that is said, and the code may be written by hand.
 */
export function CodedField(props: FieldProps) {
  const { t } = useTranslation('matter')
  const text = useText()
  const { codeSets } = useFormInfo()
  const { id, label, labelText, labelMode, hint, error, off, marks, change } = useField(props)
  const value = (props.formData ?? {}) as Coded
  const set = marks.set ? codeSets?.[marks.set] : undefined
  const own = useMemo<Code[] | undefined>(() => marks.choices?.map(({ code, label: words }) => ({ code, label: words })), [marks.choices])
  const asked = !marks.closed && set !== undefined && set.codes > 0
  const linked = !marks.closed && set?.state !== 'imported'
  const [typed, setTyped] = useState<string>()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [byHand, setByHand] = useState(false)
  const words = typed ?? ''
  const found = useQuery({
    queryKey: ['codes', marks.set, words],
    queryFn: ({ signal }) => api.get<FoundCodes>(`/staff/code-sets/${encodeURIComponent(marks.set ?? '')}?q=${encodeURIComponent(words)}`, { signal }),
    enabled: asked && open,
    staleTime: Infinity,
    placeholderData: (before) => before,
  })
  const options = useMemo(() => {
    const every = asked ? (found.data?.codes ?? []) : (own ?? [])
    const parts = words.toLowerCase().split(/\s+/).filter(Boolean)
    return every.filter((one) => parts.every((word) => `${one.code} ${text(one.label)}`.toLowerCase().includes(word) || asked)).slice(0, MOST)
  }, [asked, found.data, own, words, text])
  useEffect(() => setActive(-1), [words, open])

  const version = set?.state === 'imported' && /^\d+(\.\d+)*$/.test(set.version) ? `.${set.version}` : ''
  const system = `${marks.system ?? ''}${marks.closed ? '' : version}`
  const shown = value.code === undefined ? '' : `${value.display ?? ''} (${value.code})`
  const choose = (one: Code) => {
    change({ system, code: one.code, display: text(one.label) })
    setTyped(undefined)
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      if (options.length === 0) return
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((now) => (now === -1 && step === -1 ? options.length - 1 : (now + step + options.length) % options.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const one = options[active] ?? (options.length === 1 ? options[0] : undefined)
      if (open && one) choose(one)
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
      setTyped(undefined)
    }
  }
  const message = !open ? '' : asked && found.isPending ? t('form.codes_loading') : found.isError ? t('form.codes_failed') : options.length === 0 ? t('form.codes_none') : ''
  const describedBy = [hint ? `${id}-hint` : '', error ? `${id}-error` : '', linked ? `${id}-set` : ''].filter(Boolean).join(' ')
  const written = (part: Partial<Coded>) => {
    const next = { system: marks.system ?? '', code: value.code, display: value.display, ...part }
    change(next.code || next.display ? Object.fromEntries(Object.entries(next).filter(([, one]) => one !== undefined && one !== '')) : undefined)
  }

  return (
    <div className="field doc-coded" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && (setOpen(false), setTyped(undefined))}>
      <label htmlFor={id} className={labelMode === 'hidden' ? 'sr-only' : 'field-label'}>
        {labelText}
      </label>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div className="doc-coded-line">
        <input
          id={id}
          className="input"
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          disabled={off}
          placeholder={t('form.codes_search')}
          aria-autocomplete="list"
          aria-expanded={open && options.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 && options[active] ? `${id}-option-${active}` : undefined}
          aria-describedby={describedBy || undefined}
          aria-invalid={error ? true : undefined}
          value={typed ?? shown}
          onChange={(event) => {
            setTyped(event.target.value)
            setOpen(true)
            if (event.target.value === '') change(undefined)
          }}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onKeyDown={onKeyDown}
        />
        {value.code !== undefined && !off && (
          <button type="button" className="doc-link" onClick={() => change(undefined)}>
            {t('form.clear_choice')}
            <span className="sr-only">: {label}</span>
          </button>
        )}
      </div>
      <div className="doc-coded-pop" hidden={!open || (options.length === 0 && message === '')}>
        <p role="status" className={message === '' ? 'sr-only' : 'doc-hint'}>
          {message}
        </p>
        <ul id={`${id}-list`} role="listbox" aria-label={label} className="plain-list">
          {open &&
            options.map((one, index) => (
              <li
                key={one.code}
                id={`${id}-option-${index}`}
                role="option"
                aria-selected={index === active}
                className="doc-coded-option"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(one)}
                onMouseMove={() => setActive(index)}
              >
                {text(one.label)} <span className="quiet num">{one.code}</span>
              </li>
            ))}
        </ul>
      </div>
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {linked && (
        <p className="doc-law" id={`${id}-set`}>
          {t('form.set_linked', { name: set ? text(set.name) : (marks.set ?? marks.system ?? '') })}{' '}
          {set?.link && (
            <a href={set.link} target="_blank" rel="noreferrer">
              {t('form.set_link')}
              <span className="sr-only">: {text(set.name)}</span>
            </a>
          )}{' '}
          {!off && (
            <button type="button" className="doc-link" aria-expanded={byHand} onClick={() => setByHand(!byHand)}>
              {t('form.by_hand')}
              <span className="sr-only">: {label}</span>
            </button>
          )}
        </p>
      )}
      {linked && byHand && !off && (
        <div className="doc-quantity">
          <TextInput id={`${id}_code`} labelText={<>{t('form.code')}<span className="sr-only">: {label}</span></>} value={value.code ?? ''} onChange={(next) => written({ code: String(next ?? '') })} />
          <TextInput id={`${id}_display`} labelText={<>{t('form.code_name')}<span className="sr-only">: {label}</span></>} value={value.display ?? ''} onChange={(next) => written({ display: String(next ?? '') })} />
        </div>
      )}
    </div>
  )
}
