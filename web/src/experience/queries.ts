import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, newKey } from '../api/client'
import type { FeedbackFigures, FeedbackSpan, FeedbackWordList, NewMatterFeedback, NewOwnReminder, OwnFeedback, OwnReminder, ServiceTask } from '../api/types'

const feedback = ['my', 'feedback'] as const
const reminders = ['my', 'reminders'] as const

/** What I am asked of matters that have ended. */
export function useOwnFeedback(enabled = true) {
  return useQuery({ queryKey: feedback, queryFn: ({ signal }) => api.get<OwnFeedback[]>('/client/feedback-matters', { signal }), enabled, staleTime: 15_000, refetchOnWindowFocus: false })
}

export function useAnswerFeedback(asked: OwnFeedback) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewMatterFeedback) => api.put(`/client/feedback-matters/${asked.id}`, body, { ifMatch: asked.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: feedback }),
  })
}

export function useDeclineFeedback(asked: OwnFeedback) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (declined: boolean) => api.post(`/client/feedback-matters/${asked.id}/decline`, { declined }, { ifMatch: asked.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: feedback }),
  })
}

export function useOwnReminders(enabled = true) {
  return useQuery({ queryKey: reminders, queryFn: ({ signal }) => api.get<OwnReminder[]>('/client/reminders', { signal }), enabled, staleTime: 15_000 })
}

/** Sets one; a retry of the same sets no second one. */
export function useSetReminder() {
  const queries = useQueryClient()
  const once = useRef(newKey())
  return useMutation({
    mutationFn: (body: NewOwnReminder) => api.post('/client/reminders', body, { idempotencyKey: once.current }),
    onSettled: () => {
      once.current = newKey()
      return queries.invalidateQueries({ queryKey: reminders })
    },
  })
}

export function useReminderStep() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ reminder, step }: { reminder: OwnReminder; step: 'remove' | 'restore' }) =>
      // Removing makes the next version.
      api.post(`/client/reminders/${reminder.id}/${step}`, undefined, { ifMatch: step === 'remove' ? reminder.version : reminder.version + 1 }),
    onSettled: () => queries.invalidateQueries({ queryKey: reminders }),
  })
}

export interface FeedbackOf {
  team?: string
  task?: ServiceTask
  span: FeedbackSpan
}

export const queryOf = ({ team, task, span }: FeedbackOf) => ({ team_id: team, service_task: task, span })

export function useFeedbackFigures(of: FeedbackOf) {
  return useQuery({
    queryKey: ['feedback-matters', of],
    queryFn: ({ signal }) => api.get<FeedbackFigures>('/staff/feedback-matters', { signal, query: queryOf(of) }),
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  })
}

/** What clients have written; looking is a line in each writer's log, so it is asked for. */
export function useFeedbackWords(of: FeedbackOf, enabled: boolean) {
  return useQuery({
    queryKey: ['feedback-matters', 'words', of],
    queryFn: ({ signal }) => api.get<FeedbackWordList>('/staff/feedback-matters/words', { signal, query: queryOf(of) }),
    enabled,
    refetchOnWindowFocus: false,
  })
}
