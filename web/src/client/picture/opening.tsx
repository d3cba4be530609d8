import { Link } from 'react-router'
import { createContext, useContext, type ReactNode } from 'react'
import type { ItemRef, Summary } from '../../api/types'

export type Measure = Summary['measures'][number]

/** What is being looked at in the side panel. */
export interface Opened {
  ref: ItemRef
  title: string
  measure?: Measure
}

const OpenContext = createContext<(opened: Opened) => void>(() => {})
export const OpenProvider = OpenContext.Provider

export function useOpen() {
  return useContext(OpenContext)
}

/** A name that opens what stands behind it, or plain text when there is nothing to open for this viewer. */
export function Openable({ item, title, measure, children, className }: { item: ItemRef; title: string; measure?: Measure; children?: ReactNode; className?: string }) {
  const open = useOpen()
  if (!item.openable) {
    // What was made here is read where it was made: its document, or its matter.
    if (!item.matter_id) return <span className={className}>{children ?? title}</span>
    const to = item.document_id ? `/matters/${item.matter_id}/documents/${item.document_id}` : `/matters/${item.matter_id}`
    return <Link className={className} to={to}>{children ?? title}</Link>
  }
  return (
    <button type="button" className={`link-btn ${className ?? ''}`.trim()} onClick={() => open({ ref: item, title, measure })}>
      {children ?? title}
    </button>
  )
}
