import type { FieldProps } from '@rjsf/utils'
import { useTranslation } from 'react-i18next'
import { TextInput } from 'suomifi-ui-components'
import type { Marks } from './prepare'

/** What the controls of several parts share: name, explanation, whether it must be answered, and what is wrong. */
export function useField(props: FieldProps) {
  const { t } = useTranslation('matter')
  const errors = props.rawErrors ?? []
  const label = props.schema.title ?? props.name
  return {
    id: props.fieldPathId.$id,
    label,
    labelText: (
      <>
        {label}
        {props.required && <span className="doc-required"> ({t('form.required')})</span>}
      </>
    ),
    labelMode: props.uiSchema?.['ui:label'] === false ? ('hidden' as const) : ('visible' as const),
    hint: typeof props.schema.description === 'string' ? props.schema.description : undefined,
    error: errors.length > 0 ? errors.join(' ') : undefined,
    off: Boolean(props.disabled || props.readonly),
    marks: ((props.uiSchema?.['ui:options'] as { marks?: Marks } | undefined)?.marks ?? {}) as Marks,
    change: (value: unknown) => props.onChange(value, props.fieldPathId.path),
  }
}

const part = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined)

/** An identifier: one line of text. */
export function IdentifierField(props: FieldProps) {
  const { id, labelText, labelMode, hint, error, off, change } = useField(props)
  return (
    <TextInput
      id={id}
      labelText={labelText}
      labelMode={labelMode}
      hintText={hint}
      status={error ? 'error' : 'default'}
      statusText={error}
      disabled={off}
      fullWidth
      value={String(part(props.formData, 'value') ?? '')}
      onChange={(text) => change(text === '' || text === undefined ? undefined : { ...(props.formData as object | undefined), value: String(text) })}
    />
  )
}

/** A number with its unit. What is no number stays on screen for the server to refuse. */
export function QuantityField(props: FieldProps) {
  const { t } = useTranslation('matter')
  const { id, label, labelText, labelMode, hint, error, off, change } = useField(props)
  const value = part(props.formData, 'value')
  const unit = part(props.formData, 'code')
  const send = (next: { value?: unknown; code?: unknown }) => {
    const out = Object.fromEntries(Object.entries({ value, code: unit, ...next }).filter(([, one]) => one !== undefined && one !== ''))
    change(Object.keys(out).length === 0 ? undefined : out)
  }
  return (
    <div className="doc-quantity">
      <TextInput
        id={id}
        labelText={labelText}
        labelMode={labelMode}
        hintText={hint}
        status={error ? 'error' : 'default'}
        statusText={error}
        disabled={off}
        inputMode="decimal"
        value={value === undefined ? '' : String(value).replace('.', ',')}
        onChange={(text) => {
          const typed = String(text ?? '')
          const number = Number(typed.replace(',', '.'))
          send({ value: typed === '' ? undefined : Number.isFinite(number) && !/[,.]$/.test(typed) ? number : typed })
        }}
      />
      <TextInput
        id={`${id}_unit`}
        labelText={
          <>
            {t('form.unit')}
            <span className="sr-only">: {label}</span>
          </>
        }
        disabled={off}
        value={String(unit ?? '')}
        onChange={(text) => send({ code: text === '' ? undefined : String(text) })}
      />
    </div>
  )
}

/** The identity code is never kept in a document; the field says where it comes from. */
export function HetuField(props: FieldProps) {
  const { t } = useTranslation('matter')
  const { id, label, marks } = useField(props)
  return (
    <div id={id} tabIndex={-1}>
      <p className="field-label">{label}</p>
      <p className="doc-hint">{marks.from_register ? t('form.hetu_from_register') : t('form.hetu_not_kept')}</p>
    </div>
  )
}

/** Words that stand in the document: a law, a heading. */
export function NoticeField(props: FieldProps) {
  const { id, label, hint } = useField(props)
  return (
    <div id={id} className="doc-notice">
      <p>{label}</p>
      {hint && <p className="doc-hint">{hint}</p>}
    </div>
  )
}

/** A part of a structure that no control can answer is said openly instead of being lost from sight. */
export function UnknownField(props: FieldProps) {
  const { t } = useTranslation('matter')
  const { label } = useField(props)
  return <p className="doc-hint">{t('form.unsupported', { field: label })}</p>
}
