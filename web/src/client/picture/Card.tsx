import { useId, type ReactNode } from 'react'

/** One part of the picture, under a heading of its own. */
export function Card({ title, aside, children, className }: { title: string; aside?: ReactNode; children: ReactNode; className?: string }) {
  const id = useId()
  return (
    <section className={`pic-card ${className ?? ''}`.trim()} aria-labelledby={id}>
      <div className="pic-card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
