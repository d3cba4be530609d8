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
  /** Takes it back, until then. */
  undo?: { act: () => void; until: string }
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

  async function run(card: MatterCard, action: string, body: unknown, done: string, instead?: (error: unknown) => boolean) {
    if (busy) return
    setBusy(card.id)
    try {
      const after = await post(card.id, card.version, action, body)
      // The node says whether it can be taken back, and until when.
      const undo = after?.undo && { until: after.undo.until, act: () => takeBack(card, after.version) }
      tell({ tone: 'success', title: done, undo })
    } catch (error) {
      if (!instead?.(error)) refused(error, card.number)
    } finally {
      setBusy(null)
      void client.invalidateQueries({ queryKey: ['desk'] })
      void client.invalidateQueries({ queryKey: ['matter', card.id] })
    }
  }

  const takeBack = (card: MatterCard, version: number) => {
    setBusy(card.id)
    post(card.id, version, 'undo')
      .then(() => tell({ tone: 'success', title: t('done.undone', { number: card.number }) }))
      .catch((error: unknown) => refused(error, card.number))
      .finally(() => {
        setBusy(null)
        void client.invalidateQueries({ queryKey: ['desk'] })
        void client.invalidateQueries({ queryKey: ['matter', card.id] })
      })
  }

  return {
    outcome,
    clear: () => setOutcome(null),
    busy,
    take: (card: MatterCard) => run(card, 'take', undefined, t('done.taken', { number: card.number })),
    handOver: (card: MatterCard, to: HandOver, toName: string) => run(card, 'hand-over', to, t('done.handed_over', { number: card.number, to: toName })),
    /** `needsReason` is called when the server takes the step only with a reason. */
    move: (card: MatterCard, lane: Lane, reason?: string, needsReason?: () => void) =>
      run(card, 'move', { lane, reason }, t('done.moved', { number: card.number, lane: t(`codes:lane.${lane}`) }), (error) => {
        if (needsReason === undefined || !isProblem(error, 'state_refused') || error.problem.reason !== 'plan_missing') return false
        needsReason()
        return true
      }),
    giveReturn: (card: MatterCard, reason: string) => run(card, 'return', { reason }, t('done.returned', { number: card.number })),

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
