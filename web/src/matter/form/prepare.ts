import type { RJSFSchema, UiSchema } from '@rjsf/utils'

/** A label list as THL's Sosmeta writes it: `[{lang:"fi", value:"Kuvaus"}, {lang:"sv", value:"Beskrivning"}]`. */
type Labels = { lang: string; value: string }[]

interface Sosmeta {
  name?: Labels | string
  title?: Labels | string
  description?: Labels | string
  example?: Labels | string
  phrase?: Labels | string
  representation?: Labels | string
  hiddenField?: boolean
  hiddenTitle?: boolean
  required?: boolean
}

export type StructureSchema = RJSFSchema & {
  sosmeta?: Sosmeta
  /** The product's own structures name the law behind a field; the server says what a node is. */
  punos?: Marks
}

/** What the server says of a node beside the schema. */
export interface Marks {
  law?: string
  as?: 'notice' | 'coded' | 'identifier' | 'hetu' | 'quantity' | 'phrase' | 'unknown'
  /** Object identifier of the code set of a coded field. */
  set?: string | null
  /** The system a coded value names. */
  system?: string
  /** Codes that the structure itself gives words. */
  choices?: { code: string; label: { fi: string; sv?: string; en?: string } }[]
  /** Only those are taken. */
  closed?: boolean
  /** The identifier is the client's own, known to the register. */
  from_register?: boolean
  /** When the field is asked for, in the structure's own words. */
  condition?: { fi: string; sv?: string; en?: string }
  /** Recorded in the same way in the whole country. */
  nationwide?: boolean
  /** The part's own heading is not shown. */
  bare?: boolean
}

/** A prepared node, with what the server said of it. */
export type PreparedSchema = RJSFSchema & { punos?: Marks }

/** Parts that one control answers, whatever they hold. */
const ONE_CONTROL = ['notice', 'coded', 'identifier', 'hetu', 'quantity', 'unknown'] as const

/** The label in the wanted language, in Finnish when a structure has no such translation; Sosmeta writes `-` for "none". */
export function label(labels: Labels | string | undefined, lang: string): string | undefined {
  const meant = (value: string | undefined) => (value && value.trim() !== '-' && value.trim() !== '' ? value : undefined)
  if (!Array.isArray(labels)) return meant(labels)
  const pick = (code: string) => meant(labels.find((entry) => entry.lang === code)?.value)
  return pick(lang) ?? pick('fi') ?? meant(labels[0]?.value)
}

/** `asian_kuvaus` → `Asian kuvaus`: better than nothing for a field without a label. */
function fromKey(key: string): string {
  const words = key.replace(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const LONG_TEXT = ['Teksti']
const YEAR_FIRST = '[0-9]{4}'

function isDate(schema: StructureSchema): boolean {
  const shape = label(schema.sosmeta?.representation, 'fi')
  return schema.format === 'date' || shape === 'Pvm' || (schema.pattern?.includes(YEAR_FIRST) ?? false)
}

function isLong(schema: StructureSchema): boolean {
  const shape = label(schema.sosmeta?.representation, 'fi')
  if (schema.maxLength !== undefined) return schema.maxLength > 200
  return shape !== undefined && LONG_TEXT.includes(shape)
}

interface Choice {
  const: string | number | boolean
  title: string
}

/** The choices of an `enum` or of a `oneOf` of constants, with their labels. */
export function choices(schema: StructureSchema, lang: string): Choice[] | undefined {
  const options = (schema.oneOf ?? schema.anyOf) as StructureSchema[] | undefined
  if (options && options.length > 0 && options.every((option) => typeof option === 'object' && 'const' in option)) {
    return options.map((option) => ({
      const: option.const as Choice['const'],
      title: label(option.sosmeta?.title ?? option.sosmeta?.name, lang) ?? option.title ?? String(option.const),
    }))
  }
  if (Array.isArray(schema.enum)) {
    const names = schema.sosmeta as { enum?: Record<string, Labels> } | undefined
    return schema.enum
      .filter((value): value is string | number | boolean => value !== null && typeof value !== 'object')
      .map((value) => ({ const: value, title: label(names?.enum?.[String(value)], lang) ?? String(value) }))
  }
  return undefined
}

/**
 * What of a schema the drawing needs. Conditions, patterns and combinations are left out on purpose: the server checks the whole
 * document against the untouched structure, and a draft may be incomplete.
 */
const KEPT = ['type', 'required', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'default', 'readOnly'] as const

/** Few choices are seen at a glance as radio buttons; more are a list to open. */
const MAX_RADIOS = 5

export interface Words {
  yes: string
  no: string
}

/**
 * Turns a structure (JSON Schema draft-07 with Sosmeta labels) into what the form library draws: labels in the user's language,
 * and a widget chosen from what the structure says of each field. Nothing here knows any document by name.
 *
 * `hints` is the structure's own `ui` part and wins over what is chosen here.
 */
export function prepareForm(
  schema: StructureSchema,
  hints: Record<string, unknown> | undefined,
  lang: string,
  words: Words,
): { schema: RJSFSchema; uiSchema: UiSchema } {
  // Many structures wrap everything in one part named like the document; its heading would only repeat the page's.
  const roots = Object.values(schema.properties ?? {})
  const wrapped = roots.length === 1 && typeof roots[0] === 'object' && roots[0].type === 'object'
  const visit = (node: StructureSchema, key: string, hint: Record<string, unknown>, depth: number): { schema: RJSFSchema; ui: UiSchema } => {
    const { sosmeta, properties, items } = node
    const out: RJSFSchema = Object.fromEntries(KEPT.filter((name) => node[name] !== undefined).map((name) => [name, node[name]]))
    const ui: UiSchema = { ...(hint as UiSchema) }
    const own = label(sosmeta?.title, lang) ?? label(sosmeta?.name, lang)
    out.title = own ?? (key === '' ? undefined : node.title && !sosmeta ? node.title : fromKey(key))
    out.description = label(sosmeta?.description, lang) ?? (sosmeta ? undefined : node.description)
    const phrase = label(sosmeta?.phrase, lang)
    if (phrase && out.description === undefined) out.description = phrase
    const marks = node.punos ?? (node.items && typeof node.items === 'object' && !Array.isArray(node.items) ? (node.items as StructureSchema).punos : undefined)
    const said = { law: node.punos?.law, nationwide: marks?.nationwide, condition: marks?.condition?.[lang as 'fi'] ?? marks?.condition?.fi }
    if (said.law || said.nationwide || said.condition) ui['ui:options'] = { ...(ui['ui:options'] as object | undefined), ...said }
    if (sosmeta?.hiddenTitle || node.punos?.bare || (wrapped && depth === 1)) ui['ui:label'] = false
    const single = ONE_CONTROL.find((what) => what === node.punos?.as)
    // A hidden field that must be answered is asked all the same.
    const concealed = sosmeta?.hiddenField === true && !sosmeta.required
    if (single) {
      // The control knows what it holds; the form library need not.
      ui['ui:field'] = single
      ui['ui:options'] = { ...(ui['ui:options'] as object | undefined), marks: node.punos }
      if (concealed) ui['ui:widget'] = 'hidden'
      const bare: PreparedSchema = { type: 'object', title: out.title, description: out.description, punos: node.punos }
      return { schema: bare, ui }
    }
    if (concealed && node.type !== 'object' && node.type !== 'array') ui['ui:widget'] = 'hidden'
    if (node.punos?.as === 'phrase' && phrase) ui['ui:options'] = { ...(ui['ui:options'] as object | undefined), phrase }
    if (node.type === 'object' || node.type === 'array') {
      ui['ui:options'] = { ...(ui['ui:options'] as object | undefined), level: Math.max(1, depth - (wrapped ? 1 : 0)) }
    }
    const options = choices(node, lang)

    if (options && node.type !== 'array' && node.type !== 'object') {
      out.oneOf = options as RJSFSchema['oneOf']
      ui['ui:widget'] ??= options.length <= MAX_RADIOS ? 'radio' : 'select'
    } else if (node.type === 'boolean') {
      out.oneOf = [
        { const: true, title: words.yes },
        { const: false, title: words.no },
      ]
      ui['ui:widget'] ??= 'radio'
    } else if (node.type === 'string') {
      if (isDate(node)) ui['ui:widget'] ??= 'date'
      else if (isLong(node)) ui['ui:widget'] ??= 'textarea'
      else ui['ui:widget'] ??= 'text'
    } else if (node.type === 'array' && items && !Array.isArray(items) && typeof items === 'object') {
      const child = items as StructureSchema
      const many = choices(child, lang)
      if (many && child.type !== 'object') {
        out.items = { type: child.type, oneOf: many } as RJSFSchema
        out.uniqueItems = true
        ui['ui:widget'] ??= 'checkboxes'
      } else {
        const inner = visit(child, key, (hint.items as Record<string, unknown> | undefined) ?? {}, depth + 1)
        out.items = inner.schema
        ui.items = inner.ui
        // Sosmeta puts a repeatable part's labels on the row, not on the list.
        if (sosmeta) {
          // A list of plain texts: each row is called what the list is called.
          if (child.type !== 'object') inner.schema.title = out.title
        } else {
          out.title = inner.schema.title
          out.description = inner.schema.description
          inner.schema.description = undefined
        }
      }
    }
    if (properties) {
      out.properties = {}
      for (const [name, child] of Object.entries(properties)) {
        if (typeof child !== 'object') continue
        const inner = visit(child as StructureSchema, name, (hint[name] as Record<string, unknown> | undefined) ?? {}, depth + 1)
        out.properties[name] = inner.schema
        ui[name] = inner.ui
      }
    }
    return { schema: out, ui }
  }
  const { schema: prepared, ui } = visit(schema, '', hints ?? {}, 0)
  return { schema: prepared, uiSchema: ui }
}

/** The label of the field a path leads to, with those of the parts around it: `["Tavoitteet 2", "Keinot"]`. */
export function labelsOf(schema: RJSFSchema, path: readonly string[]): string[] {
  const out: string[] = []
  let node: RJSFSchema | undefined = schema
  for (const key of path) {
    if (!node) break
    if (node.type === 'array') {
      const row = Number(key)
      const last = out.pop()
      out.push(`${last ?? ''} ${row + 1}`.trim())
      node = node.items as RJSFSchema | undefined
    } else {
      node = node.properties?.[key] as RJSFSchema | undefined
      out.push(node?.title ?? fromKey(key))
    }
  }
  return out
}

/** The path of the control that a path leads to: an error inside a coded value belongs to the field. */
export function controlPath(schema: RJSFSchema, path: readonly string[]): string[] {
  let node: PreparedSchema | undefined = schema
  for (const [index, key] of path.entries()) {
    if (!node || ONE_CONTROL.some((what) => what === node?.punos?.as)) return path.slice(0, index)
    node = (node.type === 'array' ? node.items : node.properties?.[key]) as PreparedSchema | undefined
  }
  return [...path]
}

type Body = Record<string, unknown>
const isPart = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The body as it is sent: a part that may be left out and has nothing in it is left out, or its own required fields would be asked
 * for; a part that must be there is there, so that what it lacks is told field by field.
 */
export function settled(schema: RJSFSchema, value: unknown, required = true): unknown {
  const node = schema as PreparedSchema
  if (Array.isArray(value)) {
    const items = node.items as RJSFSchema | undefined
    const rows = items && items.type === 'object' ? value.map((row) => settled(items, row) ?? {}) : value
    return rows.length === 0 && !required ? undefined : rows
  }
  if (node.type !== 'object' || !node.properties) return isPart(value) && Object.values(value).every((one) => one === undefined || one === '') ? undefined : value
  const given = isPart(value) ? value : {}
  const out: Body = {}
  for (const [key, one] of Object.entries(given)) {
    const child = node.properties[key]
    const kept = typeof child === 'object' ? settled(child, one, node.required?.includes(key) ?? false) : one
    if (kept !== undefined && kept !== '') out[key] = kept
  }
  if (Object.keys(out).length === 0 && !required) return undefined
  for (const key of node.required ?? []) {
    const child = node.properties[key]
    if (typeof child === 'object' && child.type === 'object' && child.properties && out[key] === undefined) out[key] = settled(child, {})
  }
  return out
}

/** `/goals/0/text`, `goals.0.text`, `goals[0].text` or `$.goals[0].text` → `["goals","0","text"]`. */
export function parsePath(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .replace(/\[(\d+)\]/g, '/$1')
    .split(/[/.]/)
    .filter((part) => part !== '')
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
}
