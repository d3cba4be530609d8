import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { useState } from 'react'
import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '../../i18n'
import { askedBy, type StructureCondition } from './conditions'
import { prepareForm, type StructureSchema } from './prepare'
import { StructureForm, type FieldProblem } from './StructureForm'

const structure = (kind: string) =>
  JSON.parse(readFileSync(resolve('../domains/documents/structures', `${kind}.json`), 'utf8')) as StructureSchema

const KINDS = ['initiation', 'assessment', 'plan', 'decision'] as const
const nothing = { prefilled: () => undefined }

function Harness({ kind, start, problems = [], seen }: { kind: string; start: Record<string, unknown>; problems?: FieldProblem[]; seen?: (body: Record<string, unknown>) => void }) {
  const [body, setBody] = useState(start)
  const { schema, uiSchema } = prepareForm(structure(kind), undefined, 'fi', { yes: 'Kyllä', no: 'Ei' })
  return (
    <StructureForm
      schema={schema}
      uiSchema={uiSchema}
      body={body}
      readOnly={false}
      problems={problems}
      info={nothing}
      onChange={(next) => {
        setBody(next)
        seen?.(next)
      }}
    />
  )
}

/** How many fields a structure asks for when its lists are empty; only a list of choices is a field by itself. */
function leaves(schema: StructureSchema): number {
  if (schema.type === 'object') return Object.values(schema.properties ?? {}).reduce<number>((sum, child) => sum + leaves(child as StructureSchema), 0)
  if (schema.type === 'array') return (schema.items as StructureSchema).oneOf ? 1 : 0
  return 1
}

// Drawing a whole document in jsdom takes seconds on a busy machine.
describe('forms drawn from the structures the product ships', { timeout: 60_000 }, () => {
  beforeAll(() => startI18n('fi'))

  it.each(KINDS)('%s: every field is drawn, none is unsupported, and each control has a name', (kind) => {
    const { container } = render(<Harness kind={kind} start={{}} />)
    expect(container.querySelectorAll('[data-field]')).toHaveLength(leaves(structure(kind)))
    expect(screen.queryByText(/ei voi täyttää tällä lomakkeella/)).toBeNull()
    for (const control of container.querySelectorAll('input:not([type=hidden]), textarea, button')) {
      expect(control, control.outerHTML).toHaveAccessibleName()
    }
  })

  it('keeps a date as ISO while it is typed the Finnish way, and says what is no date', async () => {
    let body: Record<string, unknown> = {}
    render(<Harness kind="assessment" start={{}} seen={(next) => (body = next)} />)
    const field = screen.getByLabelText(/Arviointi aloitettu/)
    await userEvent.type(field, '31.2.2026')
    expect(screen.getByText('Kirjoita päivä muodossa 24.11.2026.')).toBeInTheDocument()
    expect(JSON.stringify(body)).not.toContain('2026-02')
    await userEvent.clear(field)
    await userEvent.type(field, '24.11.2026')
    expect(body).toMatchObject({ assessment: { basis: { started_on: '2026-11-24' } } })
    expect(field).toHaveValue('24.11.2026')
  })

  it('adds and removes rows of a list', async () => {
    let body: { plan?: { goals?: unknown[] } } = {}
    render(<Harness kind="plan" start={{}} seen={(next) => (body = next as typeof body)} />)
    const goals = screen.getByRole('region', { name: /Tavoitteet/ })
    await userEvent.click(within(goals).getByRole('button', { name: /Lisää rivi/ }))
    await userEvent.click(within(goals).getByRole('button', { name: /Lisää rivi/ }))
    expect(body.plan?.goals).toHaveLength(2)
    const [first] = within(goals).getAllByRole('button', { name: /Poista/ })
    if (first) await userEvent.click(first)
    expect(body.plan?.goals).toHaveLength(1)
  })

  it('shows an error at its field', () => {
    render(<Harness kind="assessment" start={{}} problems={[{ path: ['assessment', 'situation', 'summary'], message: 'Täytä tämä kohta.' }]} />)
    expect(screen.getByText('Täytä tämä kohta.')).toBeInTheDocument()
    expect(document.getElementById('doc_assessment_situation_summary')).toHaveAttribute('aria-invalid', 'true')
  })
})

describe('a field that another answer asks for', () => {
  beforeAll(() => startI18n('fi'))

  const text = (name: string, more: object = {}) => ({ type: 'string', sosmeta: { name: [{ lang: 'fi', value: name }], ...more } })
  const permit = {
    type: 'object',
    properties: {
      lupa: {
        type: 'object',
        properties: {
          edustaja: { type: 'boolean', sosmeta: { name: [{ lang: 'fi', value: 'Antaja on edustaja' }] } },
          antaja: { type: 'array', items: { type: 'object', sosmeta: { name: [{ lang: 'fi', value: 'Luvan antaja' }] }, properties: { nimi: text('Nimi') } } },
          koodi: { type: 'object', punos: { as: 'coded', system: 'urn:oid:1.2' }, sosmeta: { name: [{ lang: 'fi', value: 'Piilokoodi' }], hiddenField: true }, properties: { code: { type: 'string' } } },
        },
      },
    },
  } as unknown as StructureSchema
  const conditions: StructureCondition[] = [{ base: ['lupa'], field: ['antaja'], when: [{ field: ['edustaja'], is: { flag: true } }], shown: true }]

  function Permit() {
    const [body, setBody] = useState<Record<string, unknown>>({})
    const { schema, uiSchema } = prepareForm(permit, undefined, 'fi', { yes: 'Kyllä', no: 'Ei' })
    return (
      <QueryClientProvider client={new QueryClient()}>
        <StructureForm schema={schema} uiSchema={uiSchema} body={body} readOnly={false} problems={[]} info={{ prefilled: () => undefined, asked: askedBy(conditions, body) }} onChange={setBody} />
      </QueryClientProvider>
    )
  }

  it('is hidden until it is asked for, then says so; a hidden code is not drawn', async () => {
    render(<Permit />)
    expect(screen.queryByRole('heading', { name: 'Luvan antaja' })).toBeNull()
    expect(screen.queryByRole('combobox')).toBeNull()
    await userEvent.click(screen.getByRole('radio', { name: 'Kyllä' }))
    expect(screen.getByRole('heading', { name: 'Luvan antaja' })).toBeInTheDocument()
    expect(screen.getByText('Vastaustesi perusteella tämä kohta on täytettävä.')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('radio', { name: 'Ei' }))
    expect(screen.queryByRole('heading', { name: 'Luvan antaja' })).toBeNull()
  })
})
