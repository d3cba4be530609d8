import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** The first few of a list, and the rest behind one click, so that a part of the picture keeps its height. */
export function ShowMore<T>({ items, first, children }: { items: readonly T[]; first: number; children: (shown: readonly T[]) => ReactNode }) {
  const { t } = useTranslation('client')
  const [all, setAll] = useState(false)
  return (
    <>
      {children(all ? items : items.slice(0, first))}
      {items.length > first && (
        <button type="button" className="link-btn pic-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('show_fewer') : t('show_all', { count: items.length })}
        </button>
      )}
    </>
  )
}
