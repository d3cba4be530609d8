import type { ReactNode } from 'react'
import type { Tone } from '../api/types'

export function Pill({ tone = 'neutral', title, children }: { tone?: Tone | 'success'; title?: string; children: ReactNode }) {
  return (
    <span className={`pill pill-${tone}`} title={title}>
      {children}
    </span>
  )
}
