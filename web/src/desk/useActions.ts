import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem, ProblemError } from '../api/client'
import type { Lane, Matter, MatterCard } from '../api/types'
import { useProblemText } from '../app/problem'
import { useProfessional } from '../app/session'
import { useAnnounce } from '../ui/Announce'

/** What happened last, shown until the next thing happens or it is put away. */
export interface Outcome {
  tone: 'success' | 'danger'
  title: string
  why?: string
  helps?: string[]
  undo?: () => void
}

type HandOver = { to_professional_id?: string; to_team_id?: string; reason: string }

/** The things done to a matter from the desk, each with its inverse where the server has one. */
export function useActions() {
  const { t } = useTranslation('desk')
  const client = useQueryClient()
  const announce = useAnnounce()
  const problem = useProblemText()
  const me = useProfessional()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [busy, setBusy] = useState<string | null>(null)

  const post = (id: string, version: number, action: string, body?: unknown) =>
    api.post<Matter>(`/staff/matters/${id}/${action}`, body, { ifMatch: version })

  const tell = (next: Outcome) => {
    setOutcome(next)
    announce([next.title, next.why].filter(Boolean).join(' '))
  }
  const refused = (error: unknown, number?: string) => {
    const text = problem(error)
    tell({ tone: 'danger', title: [number, text.title].filter(Boolean).join(': '), why: text.why, helps: text.helps })
  }

  async function run(card: MatterCard, action: string, body: unknown, done: string, undo?: (after: Matter) => Promise<unknown>, instead?: (error: unknown) => boolean) {
    if (busy) return
    setBusy(card.id)
    try {
      const after = await post(card.id, card.version, action, body)
      const offer = undo && after?.version !== undefined
        ? () => {
            setBusy(card.id)
            undo(after)
              .then(() => tell({ tone: 'success', title: t('done.undone', { number: card.number }) }))
              .catch((error: unknown) => refused(error, card.number))
              .finally(() => {
                setBusy(null)
                void client.invalidateQueries({ queryKey: ['desk'] })
              })
          }
        : undefined
      tell({ tone: 'success', title: done, undo: offer })
    } catch (error) {
      if (!instead?.(error)) refused(error, card.number)
    } finally {
      setBusy(null)
      void client.invalidateQueries({ queryKey: ['desk'] })
      void client.invalidateQueries({ queryKey: ['matter', card.id] })
    }
  }

  /** Back to whoever had it: the former handler, or the team's shared queue. */
  const giveBack = (card: MatterCard) => (after: Matter) =>
    post(card.id, after.version, 'hand-over', {
      ...(card.handler && card.handler.id !== after.handler?.id ? { to_professional_id: card.handler.id } : { to_team_id: card.team.id }),
      reason: t('undo_reason'),
    })

  return {
    outcome,
    clear: () => setOutcome(null),
    busy,
    take: (card: MatterCard) => run(card, 'take', undefined, t('done.taken', { number: card.number }), giveBack(card)),
    handOver: (card: MatterCard, to: HandOver, toName: string) =>
      run(card, 'hand-over', to, t('done.handed_over', { number: card.number, to: toName }), card.team.id === to.to_team_id || to.to_professional_id ? giveBack(card) : undefined),
    /** `needsReason` is called when the server takes the step only with a reason. */
    move: (card: MatterCard, lane: Lane, reason?: string, needsReason?: () => void) =>
      run(
        card,
        'move',
        { lane, reason },
        t('done.moved', { number: card.number, lane: t(`codes:lane.${lane}`) }),
        (after) => post(card.id, after.version, 'move', { lane: card.lane, reason: t('undo_reason') }),
        (error) => {
          if (needsReason === undefined || !isProblem(error, 'state_refused') || error.problem.reason !== 'plan_missing') return false
          needsReason()
          return true
        },
      ),
    giveReturn: (card: MatterCard, reason: string) =>
      run(card, 'return', { reason }, t('done.returned', { number: card.number }), (after) => post(card.id, after.version, 'reopen', { reason: t('undo_reason') })),

    /** Many at once, one after another, so that each can be refused for its own reason. */
    async many(cards: MatterCard[], action: 'take' | 'hand-over', body: HandOver | undefined) {
      setBusy('many')
      let done = 0
      const failed: string[] = []
      for (const card of cards) {
        try {
          await post(card.id, card.version, action, body)
          done += 1
        } catch (error) {
          const text = problem(error)
          failed.push(`${card.number}: ${text.why ?? text.title}`)
          if (isProblem(error, 'network')) break
        }
      }
      setBusy(null)
      void client.invalidateQueries({ queryKey: ['desk'] })
      tell({
        tone: failed.length > 0 ? 'danger' : 'success',
        title: action === 'take' ? t('done.many_taken', { count: done }) : t('done.many_handed_over', { count: done }),
        why: failed.length > 0 ? t('done.many_failed', { count: failed.length }) : undefined,
        helps: failed,
      })
    },

    /** An action that is not allowed now: the matter itself knows why. */
    async explain(card: MatterCard, action: string) {
      try {
        const matter = await api.get<Matter>(`/staff/matters/${card.id}`)
        const refusal = matter.can.refusals.find((one) => one.action === action || one.action.startsWith(`${action}:`))
        throw new ProblemError({ type: 'about:blank', code: 'state_refused', title: 'refused', status: 409, reason: refusal?.reason ?? 'not_permitted' })
      } catch (error) {
        refused(error, card.number)
      }
    },
    mine: (card: MatterCard) => card.handler?.id === me.id,
  }
}

export type Actions = ReturnType<typeof useActions>
