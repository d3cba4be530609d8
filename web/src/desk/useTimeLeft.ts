import { useEffect, useState } from 'react'

/** Seconds from now to an instant, told anew each second until none are left; undefined when there is no instant. */
export function useTimeLeft(until: string | undefined): number | undefined {
  const [now, setNow] = useState(() => Date.now())
  const left = until === undefined ? undefined : Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  const over = left === undefined || left === 0
  useEffect(() => {
    if (over) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [over])
  return left
}

/** 9:05 */
export function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
