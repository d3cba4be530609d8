import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  UiSchema,
  UnsupportedFieldProps,
} from '@rjsf/utils'
import { useTranslation } from 'react-i18next'
import { placeKey, type Asked } from './conditions'
import { useFormInfo } from './info'

/** One field: the widget brings its own label and error, so this adds only the mark of a value that was filled in beforehand. */
export function FieldTemplate({ id, hidden, children, fieldPathId, schema, formData, uiSchema }: FieldTemplateProps) {
  const { t } = useTranslation('matter')
  const { prefilled, asked } = useFormInfo()
  const now = asked?.[placeKey(fieldPathId.path)]
  if (hidden || now?.kind === 'hidden') return <div hidden>{children}</div>
  const single = uiSchema?.['ui:field'] !== undefined
  const container = !single && (schema.type === 'object' || (schema.type === 'array' && !schema.uniqueItems))
  if (container) {
    return now ? (
      <div>
        {children}
        <AskedNow asked={now} />
      </div>
    ) : (
      children
    )
  }
  const { condition, nationwide } = saysOf(uiSchema)
  const known = prefilled(fieldPathId.path, formData as unknown)
  return (
    <div className="doc-field" data-field={id}>
      {children}
      <div className="doc-below">
        {known && (
          <p className="doc-known">
            <span className="doc-known-mark" aria-hidden="true" />
            {known.source ? t('form.known_from', { source: known.source }) : t('form.known')}
          </p>
        )}
        {now && <AskedNow asked={now} />}
        {lawOf(uiSchema) && <p className="doc-law">{lawOf(uiSchema)}</p>}
        {condition && <p className="doc-law">{condition}</p>}
        {nationwide && <p className="doc-law">{t('form.nationwide')}</p>}
      </div>
    </div>
  )
}

/** That the answers given so far ask for this field. */
function AskedNow({ asked }: { asked: Asked }) {
  const { t } = useTranslation('matter')
  if (asked.kind === 'hidden') return null
  return <p className="doc-asked">{asked.kind === 'required' ? t('form.asked_now') : t('form.error.one_required', { fields: asked.fields })}</p>
}

/** What the structure says of a field or a part beside its label. */
function saysOf(uiSchema: UiSchema | undefined): { condition?: string; nationwide?: boolean } {
  return (uiSchema?.['ui:options'] as { condition?: string; nationwide?: boolean } | undefined) ?? {}
}

function Says({ uiSchema }: { uiSchema: UiSchema | undefined }) {
  const { t } = useTranslation('matter')
  const { condition, nationwide } = saysOf(uiSchema)
  return (
    <>
      {condition && <p className="doc-law">{condition}</p>}
      {nationwide && <p className="doc-law">{t('form.nationwide')}</p>}
    </>
  )
}

/** The law that asks for the field, when the structure names it. */
function lawOf(uiSchema: UiSchema | undefined): string | undefined {
  return (uiSchema?.['ui:options'] as { law?: string } | undefined)?.law
}

/** The heading of a part: h3 for the document's first level, under the page's h1 and the form's h2. */
function headingOf(uiSchema: UiSchema | undefined): 'h3' | 'h4' | 'h5' {
  const level = Number((uiSchema?.['ui:options'] as { level?: number } | undefined)?.level ?? 1)
  return level <= 1 ? 'h3' : level === 2 ? 'h4' : 'h5'
}

export function ObjectFieldTemplate({ title, description, properties, fieldPathId, uiSchema }: ObjectFieldTemplateProps) {
  const fields = properties.map((property) => <div key={property.name}>{property.content}</div>)
  // The whole document and a row of a list have their heading elsewhere.
  const row = typeof fieldPathId.path.at(-1) === 'number'
  if (fieldPathId.path.length === 0 || row || !title || uiSchema?.['ui:label'] === false) {
    return <div className="doc-fields">{fields}</div>
  }
  const Heading = headingOf(uiSchema)
  return (
    <section className={`doc-part doc-part-${Heading}`} aria-labelledby={`${fieldPathId.$id}-title`}>
      <Heading id={`${fieldPathId.$id}-title`}>{title}</Heading>
      {description && <p className="doc-hint">{description}</p>}
      {lawOf(uiSchema) && <p className="doc-law">{lawOf(uiSchema)}</p>}
      <Says uiSchema={uiSchema} />
      <div className="doc-fields">{fields}</div>
    </section>
  )
}

export function ArrayFieldTemplate({ title, schema, items, canAdd, onAddClick, fieldPathId, rawErrors, disabled, readonly, required, uiSchema }: ArrayFieldTemplateProps) {
  const { t } = useTranslation('matter')
  const Heading = headingOf(uiSchema)
  const description = typeof schema.description === 'string' ? schema.description : undefined
  return (
    <section className="doc-part" aria-labelledby={`${fieldPathId.$id}-title`} id={fieldPathId.$id} tabIndex={-1}>
      <Heading id={`${fieldPathId.$id}-title`}>
        {title}
        {required && <span className="doc-required"> ({t('form.required')})</span>}
      </Heading>
      {description && <p className="doc-hint">{description}</p>}
      {lawOf(uiSchema) && <p className="doc-law">{lawOf(uiSchema)}</p>}
      <Says uiSchema={uiSchema} />
      {rawErrors && rawErrors.length > 0 && <p className="doc-error">{rawErrors.join(' ')}</p>}
      {items.length === 0 && <p className="doc-hint">{t('form.list_empty')}</p>}
      <ol className="doc-rows">{items}</ol>
      {canAdd && !disabled && !readonly && (
        <button type="button" className="doc-button" onClick={() => onAddClick()}>
          + {t('form.add_row')}
          <span className="sr-only">: {title}</span>
        </button>
      )}
    </section>
  )
}

export function ArrayFieldItemTemplate({ children, buttonsProps, index, totalItems, disabled, readonly }: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation('matter')
  const off = Boolean(disabled || readonly)
  return (
    <li className="doc-row">
      <div className="doc-row-head">
        <span className="doc-row-number">{t('form.row', { number: index + 1 })}</span>
        {!off && (
          <span className="doc-row-tools">
            {totalItems > 1 && buttonsProps.hasMoveUp && (
              <button type="button" className="doc-link" onClick={() => buttonsProps.onMoveUpItem()}>
                {t('form.move_up')}
                <span className="sr-only"> {t('form.row', { number: index + 1 })}</span>
              </button>
            )}
            {totalItems > 1 && buttonsProps.hasMoveDown && (
              <button type="button" className="doc-link" onClick={() => buttonsProps.onMoveDownItem()}>
                {t('form.move_down')}
                <span className="sr-only"> {t('form.row', { number: index + 1 })}</span>
              </button>
            )}
            {buttonsProps.hasRemove && (
              <button type="button" className="doc-link" onClick={() => buttonsProps.onRemoveItem()}>
                {t('form.remove_row')}
                <span className="sr-only"> {t('form.row', { number: index + 1 })}</span>
              </button>
            )}
          </span>
        )}
      </div>
      {children}
    </li>
  )
}

/** A part of a structure that no widget can draw is said openly instead of being lost from sight. */
export function UnsupportedFieldTemplate({ schema }: UnsupportedFieldProps) {
  const { t } = useTranslation('matter')
  return <p className="doc-hint">{t('form.unsupported', { field: schema.title ?? '' })}</p>
}

export function Nothing() {
  return null
}
