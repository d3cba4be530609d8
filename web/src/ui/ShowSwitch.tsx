import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { Button } from './Button'

/** What waits or what is done: kept in the address as `show`. `children`: what stands beside. */
export function ShowSwitch({ label, waiting, done, value, children }: { label: string; waiting: string; done: string; value: string; children?: ReactNode }) {
  const [params, setParams] = useSearchParams()
  const shown = params.get('show') === value
  return (
    <div className="row" role="group" aria-label={label}>
      <Button size="small" look={shown ? 'plain' : 'secondary'} aria-pressed={!shown} onClick={() => setParams({}, { replace: true })}>
        {waiting}
      </Button>
      <Button size="small" look={shown ? 'secondary' : 'plain'} aria-pressed={shown} onClick={() => setParams({ show: value }, { replace: true })}>
        {done}
      </Button>
      {children}
    </div>
  )
}
