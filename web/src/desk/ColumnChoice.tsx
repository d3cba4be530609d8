import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { columns, type Column } from './List'

const kept = 'punos.desk.hidden'
const hiddenAtFirst: Column[] = ['municipality', 'service_task', 'team', 'sender']

export function useHiddenColumns(): [string[], (hidden: string[]) => void] {
  const [hidden, setHidden] = useState<string[]>(() => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(kept) ?? 'null')
      return Array.isArray(stored) ? stored.filter((one) => columns.includes(one as Column)) : hiddenAtFirst
    } catch {
      return hiddenAtFirst
    }
  })
  return [
    hidden,
    (next) => {
      setHidden(next)
      try {
        localStorage.setItem(kept, JSON.stringify(next))
      } catch {
        // Not kept for next time; it holds now.
      }
    },
  ]
}

export function ColumnChoice({ hidden, onChange }: { hidden: string[]; onChange: (hidden: string[]) => void }) {
  const { t } = useTranslation('desk')
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <div className="menu" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <Button size="small" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {t('columns')}
      </Button>
      <fieldset id={id} hidden={!open} className="menu-list columns-list" tabIndex={-1}>
        <legend className="sr-only">{t('columns')}</legend>
        {columns
          .filter((column) => column !== 'client')
          .map((column) => (
            <label key={column} className="check">
              <input
                type="checkbox"
                checked={!hidden.includes(column)}
                onChange={(event) => onChange(event.target.checked ? hidden.filter((one) => one !== column) : [...hidden, column])}
              />
              {t(`column.${column}`)}
            </label>
          ))}
      </fieldset>
    </div>
  )
}
