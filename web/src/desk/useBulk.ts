import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, isProblem } from '../api/client'
import type { BulkAction, BulkReport, BulkResult } from '../api/types'

/** How many go in one request: enough to be quick, few enough that the bar moves and stopping stops. */
const atATime = 20

export interface Running {
  done: number
  of: number
}

/** Does one action to many, some at a time; each matter is whole or untouched wherever it stops. */
export function useBulk() {
  const client = useQueryClient()
  const [running, setRunning] = useState<Running | null>(null)
  const stopped = useRef(false)

  const run = async (action: BulkAction, matters: { id: string; version: number }[]): Promise<BulkResult[]> => {
    stopped.current = false
    const results: BulkResult[] = []
    setRunning({ done: 0, of: matters.length })
    try {
      for (let at = 0; at < matters.length; at += atATime) {
        const rest = matters.slice(at)
        if (stopped.current) {
          results.push(...rest.map(({ id }) => ({ id, done: false, reason: 'stopped' })))
          break
        }
        const some = rest.slice(0, atATime)
        try {
          const report = await api.post<BulkReport>('/staff/desk/bulk', { action, matters: some.map(({ id, version }) => ({ id, version })) })
          results.push(...report.rows)
        } catch (error) {
          // Without an answer nobody knows of these; the rest is not begun.
          const reason = isProblem(error, 'network') ? 'unknown_outcome' : isProblem(error) ? error.problem.code : 'unknown_outcome'
          results.push(...some.map(({ id }) => ({ id, done: false, reason })), ...rest.slice(atATime).map(({ id }) => ({ id, done: false, reason: 'stopped' })))
          break
        }
        setRunning({ done: Math.min(at + atATime, matters.length), of: matters.length })
      }
    } finally {
      setRunning(null)
      void client.invalidateQueries({ queryKey: ['desk'] })
      void client.invalidateQueries({ queryKey: ['matter'] })
    }
    return results
  }
  return { run, running, stop: () => (stopped.current = true) }
}
