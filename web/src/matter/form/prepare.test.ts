import { describe, expect, it } from 'vitest'
import { controlPath, labelsOf, parsePath, prepareForm, settled, type StructureSchema } from './prepare'

const fi = (fiText: string, sv?: string) => [
  { lang: 'fi', value: fiText },
  { lang: 'sv', value: sv ?? '-' },
]

const structure: StructureSchema = {
  type: 'object',
  required: ['started'],
  properties: {
    started: { type: 'string', format: 'date', sosmeta: { name: fi('Aloituspäivä', 'Startdatum') } } as StructureSchema,
    text: { type: 'string', sosmeta: { name: fi('Kuvaus'), description: fi('Asiakkaan omin sanoin'), representation: fi('Teksti') } } as StructureSchema,
    agreed: { type: 'boolean', sosmeta: { name: fi('Sovittu') } } as StructureSchema,
    outcome: { type: 'string', oneOf: [{ const: 'a', title: 'A' }, { const: 'b', sosmeta: { name: fi('Bee') } } as StructureSchema] },
    reasons: { type: 'array', items: { type: 'string', enum: ['1', '2'] } },
    goals: {
      type: 'array',
      items: { type: 'object', sosmeta: { name: fi('Tavoite', 'Mål') }, properties: { what: { type: 'string', maxLength: 2000 } } } as StructureSchema,
    },
    secret: { type: 'string', sosmeta: { hiddenField: true } } as StructureSchema,
  },
}

describe('a form drawn from a structure', () => {
  const { schema, uiSchema } = prepareForm(structure, { text: { 'ui:options': { rows: 8 } } }, 'fi', { yes: 'Kyllä', no: 'Ei' })
  const field = (key: string) => schema.properties?.[key] as StructureSchema

  it('takes labels and explanations from the structure, in the language of the page', () => {
    expect(field('started').title).toBe('Aloituspäivä')
    expect(field('text').description).toBe('Asiakkaan omin sanoin')
    const sv = prepareForm(structure, undefined, 'sv', { yes: 'Ja', no: 'Nej' })
    expect((sv.schema.properties?.started as StructureSchema).title).toBe('Startdatum')
    expect((sv.schema.properties?.text as StructureSchema).title).toBe('Kuvaus')
  })

  it('chooses the widget by what the structure says', () => {
    const widget = (key: string) => (uiSchema[key] as Record<string, unknown>)['ui:widget']
    expect(widget('started')).toBe('date')
    expect(widget('text')).toBe('textarea')
    expect(widget('agreed')).toBe('radio')
    expect(widget('outcome')).toBe('radio')
    expect(widget('reasons')).toBe('checkboxes')
    expect(widget('secret')).toBe('hidden')
    expect((uiSchema.text as Record<string, unknown>)['ui:options']).toEqual({ rows: 8 })
  })

  it('labels choices, yes and no among them', () => {
    expect(field('outcome').oneOf).toEqual([
      { const: 'a', title: 'A' },
      { const: 'b', title: 'Bee' },
    ])
    expect(field('agreed').oneOf).toEqual([
      { const: true, title: 'Kyllä' },
      { const: false, title: 'Ei' },
    ])
  })

  it('names a list by its rows and leads from an error to its field', () => {
    expect(field('goals').title).toBe('Tavoite')
    expect(labelsOf(schema, ['goals', '1', 'what'])).toEqual(['Tavoite 2', 'What'])
    expect(parsePath('/goals/0/what')).toEqual(['goals', '0', 'what'])
    expect(parsePath('$.goals[0].what')).toEqual(['goals', '0', 'what'])
  })
})

describe('a structure of the nation', () => {
  const coded = { type: 'object', required: ['system', 'code', 'display'], punos: { as: 'coded', set: '1.2', system: 'urn:oid:1.2' }, properties: { code: { type: 'string' } }, sosmeta: { name: fi('Ratkaisu') } } as unknown as StructureSchema
  const national: StructureSchema = {
    type: 'object',
    required: ['doc'],
    properties: {
      doc: {
        type: 'object',
        required: ['must'],
        properties: {
          must: { type: 'object', required: ['name'], punos: { bare: true }, sosmeta: { name: fi('Osa'), hiddenField: true }, properties: { name: { type: 'string', sosmeta: { name: fi('Nimi') } } } } as StructureSchema,
          may: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
          ruling: coded,
          rows: { type: 'array', items: { type: 'object', properties: { ruling: coded } } },
          note: { type: 'string', sosmeta: { name: fi('Piilossa'), hiddenField: true } } as StructureSchema,
        },
      },
    },
  }
  const { schema, uiSchema } = prepareForm(national, undefined, 'fi', { yes: 'Kyllä', no: 'Ei' })
  const ui = uiSchema.doc as Record<string, Record<string, unknown>>

  it('gives a coded value one control, and leaves out the heading of a hidden part but not its fields', () => {
    expect(ui.ruling?.['ui:field']).toBe('coded')
    expect(ui.must?.['ui:label']).toBe(false)
    expect((ui.must?.name as Record<string, unknown>)['ui:widget']).toBe('text')
    expect(ui.note?.['ui:widget']).toBe('hidden')
  })

  it('leads an error inside a coded value to its control', () => {
    expect(controlPath(schema, ['doc', 'ruling', 'code'])).toEqual(['doc', 'ruling'])
    expect(controlPath(schema, ['doc', 'rows', '0', 'ruling', 'code'])).toEqual(['doc', 'rows', '0', 'ruling'])
    expect(controlPath(schema, ['doc', 'must', 'name'])).toEqual(['doc', 'must', 'name'])
  })

  it('sends what must be there even when it is empty, and nothing of a part that was emptied', () => {
    expect(settled(schema, { doc: { may: { name: undefined }, ruling: {}, rows: [] } })).toEqual({ doc: { must: {} } })
    expect(settled(schema, { doc: { may: { name: 'x' }, rows: [{}] } })).toEqual({ doc: { may: { name: 'x' }, rows: [{}], must: {} } })
  })
})
