import { useEffect, useState } from 'react'

/** Whole minutes from now to an instant, the one that has begun included; told anew each quarter of a minute until none are left. */
export function useMinutesLeft(until: string): number {
  const [now, setNow] = useState(() => Date.now())
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 60_000))
  const over = left === 0
  useEffect(() => {
    if (over) return
    const timer = setInterval(() => setNow(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [over])
  return left
}
