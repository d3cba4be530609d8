import { createContext, useContext, type ReactNode } from 'react'
import { Link } from 'react-router'
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

/** What was made here is read where it was made: its document, or its matter; what came from a source has no page. */
export function pageOf(item: ItemRef): string | undefined {
  if (item.kind === 'matter') return item.openable ? `/matters/${item.id}` : undefined
  if (item.kind === 'own_appointment') return item.matter_id ? `/matters/${item.matter_id}/appointments` : undefined
  if (item.matter_id) return item.document_id ? `/matters/${item.matter_id}/documents/${item.document_id}` : `/matters/${item.matter_id}`
  return undefined
}

/** A name that opens what stands behind it, or plain text when there is nothing to open for this viewer. */
export function Openable({ item, title, measure, children, className }: { item: ItemRef; title: string; measure?: Measure; children?: ReactNode; className?: string }) {
  const open = useOpen()
  const page = pageOf(item)
  if (page) {
    return (
      <Link className={className} to={page}>
        {children ?? title}
      </Link>
    )
  }
  if (!item.openable) return <span className={className}>{children ?? title}</span>
  return (
    <button type="button" className={`link-btn ${className ?? ''}`.trim()} onClick={() => open({ ref: item, title, measure })}>
      {children ?? title}
    </button>
  )
}
