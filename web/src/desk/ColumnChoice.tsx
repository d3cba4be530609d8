import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskColumn } from '../api/types'
import { Button } from '../ui/Button'
import { columns, moved, readColumns } from './columns'

const kept = 'punos.desk.columns'

/** The columns of the list in their order, as chosen before on this browser. */
export function useColumns(): [DeskColumn[], (shown: DeskColumn[]) => void] {
  const [shown, setShown] = useState<DeskColumn[]>(() => {
    try {
      return readColumns(JSON.parse(localStorage.getItem(kept) ?? 'null'))
    } catch {
      return readColumns(null)
    }
  })
  return [
    shown,
    (next) => {
      setShown(next)
      try {
        localStorage.setItem(kept, JSON.stringify(next))
      } catch {
        // Not kept for next time; it holds now.
      }
    },
  ]
}

/** Which columns the list has, and in what order; with buttons, so that no dragging is needed. */
export function ColumnChoice({ shown, onChange }: { shown: DeskColumn[]; onChange: (shown: DeskColumn[]) => void }) {
  const { t } = useTranslation('desk')
  const id = useId()
  const [open, setOpen] = useState(false)
  const all = [...shown, ...columns.filter((one) => !shown.includes(one))]
  return (
    <div className="menu" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <Button size="small" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {t('columns')}
      </Button>
      <fieldset id={id} hidden={!open} className="menu-list columns-list" tabIndex={-1}>
        <legend className="sr-only">{t('columns')}</legend>
        {all.map((column) => {
          const on = shown.includes(column)
          const name = t(`column.${column}`)
          const step = (by: -1 | 1, label: string, sign: string) => (
            <button
              type="button"
              className="column-step"
              aria-label={label}
              aria-disabled={!on || moved(shown, column, by) === shown || undefined}
              onClick={() => onChange(moved(shown, column, by))}
            >
              <span aria-hidden="true">{sign}</span>
            </button>
          )
          return (
            <div key={column} className="column-row">
              <label className="check">
                <input
                  type="checkbox"
                  checked={on}
                  disabled={column === 'client'}
                  onChange={(event) => onChange(event.target.checked ? [...shown, column] : shown.filter((one) => one !== column))}
                />
                {name}
              </label>
              {step(-1, t('column_up', { name }), '↑')}
              {step(1, t('column_down', { name }), '↓')}
            </div>
          )
        })}
      </fieldset>
    </div>
  )
}
