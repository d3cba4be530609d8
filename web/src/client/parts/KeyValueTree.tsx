import { useTranslation } from 'react-i18next'
import { useWhen } from '../when'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Deeper than this a source's structure is shown as text: nobody reads twelve levels of indents. */
const MAX_DEPTH = 8

/** `dueOn`, `due_on` → `due on`: names as the source gives them, made readable, not translated, because they are the source's. */
function readable(key: string): string {
  return key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase()
}

interface Props {
  value: unknown
  /** Words for a key, where there are any. */
  labels?: (key: string) => string | undefined
  /** Words for a code under a key, where there are any. */
  words?: (key: string, value: string) => string | undefined
  depth?: number
}

/** Any JSON as a list of names and values. */
export function KeyValueTree({ value, labels, words, depth = 0 }: Props) {
  const { t } = useTranslation('client')
  const when = useWhen()
  if (value === null || value === undefined || value === '') return <span className="quiet">–</span>
  if (typeof value === 'boolean') return <>{value ? t('yes') : t('no')}</>
  if (typeof value === 'string') {
    if (INSTANT.test(value)) return <>{when.instant(value)}</>
    if (DAY.test(value)) return <>{when.day(value)}</>
    return <>{value}</>
  }
  if (typeof value !== 'object') return <>{String(value)}</>
  if (depth >= MAX_DEPTH) return <code>{JSON.stringify(value)}</code>
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="quiet">–</span>
    return (
      <ul className="kv-list">
        {value.map((entry, index) => (
          <li key={index}>
            <KeyValueTree value={entry} labels={labels} words={words} depth={depth + 1} />
          </li>
        ))}
      </ul>
    )
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined && entry !== '')
  if (entries.length === 0) return <span className="quiet">–</span>
  return (
    <dl className="kv">
      {entries.map(([key, entry]) => (
        <Pair key={key} name={labels?.(key) ?? readable(key)}>
          <KeyValueTree value={(typeof entry === 'string' ? words?.(key, entry) : undefined) ?? (entry as unknown)} labels={labels} words={words} depth={depth + 1} />
        </Pair>
      ))}
    </dl>
  )
}

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
