import type { RJSFSchema } from '@rjsf/utils'
import { useTranslation } from 'react-i18next'
import { toFinnishDate } from '../form/dates'
import type { PreparedSchema } from '../form/prepare'
import { empty, type Json } from './merge'

interface Option {
  const?: unknown
  title?: string
}

/** One value as a person reads it: the choice's label, a Finnish date, yes or no. */
export function valueText(schema: RJSFSchema | undefined, value: Json | undefined, words: { yes: string; no: string }): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) {
    const items = schema?.items as RJSFSchema | undefined
    return value.map((entry) => valueText(items, entry, words)).join(', ')
  }
  if (typeof value === 'object') {
    // Coded values say their words, a quantity its number and unit, an identifier its value.
    switch ((schema as PreparedSchema | undefined)?.punos?.as) {
      case 'coded':
        return String(value.display ?? value.code ?? '')
      case 'quantity':
        return [String(value.value ?? '').replace('.', ','), value.code].filter(Boolean).join(' ')
      case 'identifier':
      case 'hetu':
        return String(value.value ?? '')
    }
    return Object.entries(value)
      .filter(([, entry]) => !empty(entry))
      .map(([key, entry]) => {
        const inner = schema?.properties?.[key] as RJSFSchema | undefined
        return `${inner?.title ?? key}: ${valueText(inner, entry, words)}`
      })
      .join('; ')
  }
  const option = (schema?.oneOf as Option[] | undefined)?.find((one) => one.const === value)
  if (option?.title) return option.title
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return toFinnishDate(value)
  return String(value)
}

/** A document for reading: labels and what was written, empty parts left out. `schema` is a prepared one. */
export function ReadBody({ schema, value, level = 2 }: { schema: RJSFSchema; value: Json | undefined; level?: number }) {
  const { t } = useTranslation('matter')
  const words = { yes: t('form.yes'), no: t('form.no') }
  if (empty(value)) return <p className="quiet">{t('read.empty')}</p>
  const entries = Object.entries(schema.properties ?? {}).filter(
    (entry): entry is [string, RJSFSchema] => typeof entry[1] === 'object' && isRecord(value) && !empty(value[entry[0]]),
  )
  const only = entries.length === 1 ? entries[0] : undefined
  // A document's single wrapping part adds no heading of its own.
  if (level === 2 && only && only[1].type === 'object' && Object.keys(schema.properties ?? {}).length === 1 && isRecord(value)) {
    return <ReadBody schema={only[1]} value={value[only[0]]} level={3} />
  }
  const Heading = level <= 3 ? 'h3' : level === 4 ? 'h4' : 'h5'
  return (
    <div className="read">
      {entries.map(([key, part]) => {
        const inner = isRecord(value) ? value[key] : undefined
        if (part.type === 'object' && part.properties) {
          return (
            <section key={key}>
              <Heading>{part.title}</Heading>
              <ReadBody schema={part} value={inner} level={level + 1} />
            </section>
          )
        }
        if (part.type === 'array' && Array.isArray(inner) && typeof part.items === 'object' && !Array.isArray(part.items) && part.items.type === 'object') {
          const items = part.items as RJSFSchema
          return (
            <section key={key}>
              <Heading>{part.title}</Heading>
              <ol className="read-rows">
                {inner.map((row, index) => (
                  <li key={index}>
                    <ReadBody schema={items} value={row} level={level + 1} />
                  </li>
                ))}
              </ol>
            </section>
          )
        }
        return (
          <div key={key} className="read-pair">
            <p className="read-label">{part.title}</p>
            <p className="mt-text">{valueText(part, inner, words)}</p>
          </div>
        )
      })}
    </div>
  )
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
