import Form from '@rjsf/core'
import type { ErrorSchema, RegistryFieldsType, RegistryWidgetsType, RJSFSchema, TemplatesType, UiSchema, ValidatorType } from '@rjsf/utils'
import { useMemo } from 'react'
import { CodedField } from './CodedField'
import { HetuField, IdentifierField, NoticeField, QuantityField, UnknownField } from './fields'
import { FormInfoContext, type FormInfo } from './info'
import {
  ArrayFieldItemTemplate,
  ArrayFieldTemplate,
  FieldTemplate,
  Nothing,
  ObjectFieldTemplate,
  UnsupportedFieldTemplate,
} from './templates'
import { CheckboxesWidget, CheckboxWidget, DateWidget, RadioWidget, SelectWidget, TextareaWidget, TextWidget } from './widgets'

/**
 * The form library asks a validator which option of a choice a value belongs to; whether a document is right is decided by the
 * server alone, against the untouched structure, so that there is one judge. (The library's usual validator compiles code from
 * schemas, which the page's content security policy forbids.)
 */
const validator: ValidatorType = {
  isValid: (schema, value) => (typeof schema === 'object' && 'const' in schema ? schema.const === value : true),
  rawValidation: () => ({ errors: [] }),
  validateFormData: () => ({ errors: [], errorSchema: {} }),
}

const widgets: RegistryWidgetsType = {
  TextWidget,
  TextareaWidget,
  DateWidget,
  RadioWidget,
  SelectWidget,
  CheckboxesWidget,
  CheckboxWidget,
  text: TextWidget,
  textarea: TextareaWidget,
  date: DateWidget,
  radio: RadioWidget,
  select: SelectWidget,
  checkboxes: CheckboxesWidget,
}

const fields: RegistryFieldsType = {
  coded: CodedField,
  identifier: IdentifierField,
  hetu: HetuField,
  quantity: QuantityField,
  notice: NoticeField,
  unknown: UnknownField,
}

const templates: Partial<TemplatesType> = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  UnsupportedFieldTemplate,
  ErrorListTemplate: Nothing,
}

export const FORM_ID = 'doc'

/** The id of the input that a path of the document leads to. */
export function inputId(path: readonly string[]): string {
  return [FORM_ID, ...path].join('_')
}

export interface FieldProblem {
  path: string[]
  message: string
}

function toErrorSchema(problems: readonly FieldProblem[]): ErrorSchema {
  const root: ErrorSchema = {}
  for (const { path, message } of problems) {
    let node: ErrorSchema = root
    for (const key of path) {
      node[key] ??= {}
      node = node[key] as ErrorSchema
    }
    node.__errors = [...(node.__errors ?? []), message]
  }
  return root
}

export interface StructureFormProps {
  schema: RJSFSchema
  uiSchema: UiSchema
  body: Record<string, unknown>
  readOnly: boolean
  problems: readonly FieldProblem[]
  info: FormInfo
  onChange: (body: Record<string, unknown>) => void
}

/** A form drawn from a structure; no document is coded by hand. */
export function StructureForm({ schema, uiSchema, body, readOnly, problems, info, onChange }: StructureFormProps) {
  const extraErrors = useMemo(() => toErrorSchema(problems), [problems])
  return (
    <FormInfoContext.Provider value={info}>
      <Form
        className="doc-form"
        idPrefix={FORM_ID}
        schema={schema}
        uiSchema={uiSchema}
        formData={body}
        validator={validator}
        widgets={widgets}
        fields={fields}
        templates={templates}
        extraErrors={extraErrors}
        readonly={readOnly}
        noHtml5Validate
        showErrorList={false}
        experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults', arrayMinItems: { populate: 'never' } }}
        onChange={({ formData }) => onChange((formData ?? {}) as Record<string, unknown>)}
      >
        <></>
      </Form>
    </FormInfoContext.Provider>
  )
}
