import type { DocumentKind, Lane, Matter } from '../api/types'

export const LANES: readonly Lane[] = ['first_contact', 'assessment', 'planning', 'decision', 'managing']

/** The one thing to do next, so that the screen can offer it first. */
export type NextStep =
  | { kind: 'take' }
  | { kind: 'resend' }
  | { kind: 'reopen' }
  | { kind: 'move'; to: Lane }
  | { kind: 'start_document'; document: DocumentKind }
  | { kind: 'go_on_document'; document: DocumentKind; id: string }
  | { kind: 'start_decision' }
  | { kind: 'go_on_decision'; id: string; state: 'draft' | 'decided' }
  | { kind: 'open_customership' }
  | { kind: 'follow' }
  | { kind: 'none' }

function documentStep(matter: Matter, kind: DocumentKind, then: Lane): NextStep {
  const own = matter.documents.filter((document) => document.kind === kind)
  const draft = own.find(({ state }) => state === 'draft')
  if (draft) return { kind: 'go_on_document', document: kind, id: draft.id }
  if (own.length === 0) return matter.permitted_actions.includes('document') ? { kind: 'start_document', document: kind } : { kind: 'none' }
  return matter.can.move_to.includes(then) ? { kind: 'move', to: then } : { kind: 'none' }
}

/** The stage after this one, whose refusal tells what the matter still needs. */
export function laneAfter(lane: Lane): Lane | undefined {
  return LANES[LANES.indexOf(lane) + 1]
}

/**
 * Reads the next step from what the server says is possible; it repeats no rule of its own: a step is offered only when the
 * row's permitted actions or `can.move_to` hold it.
 */
export function nextStep(matter: Matter): NextStep {
  const may = (action: string) => matter.permitted_actions.includes(action)
  if (matter.state === 'closed') return may('reopen') ? { kind: 'reopen' } : { kind: 'none' }
  if (matter.state === 'returned') return may('resend') ? { kind: 'resend' } : { kind: 'none' }
  if (!matter.handler && may('take')) return { kind: 'take' }
  switch (matter.lane) {
    case 'first_contact':
      return matter.can.move_to.includes('assessment') ? { kind: 'move', to: 'assessment' } : { kind: 'none' }
    case 'assessment':
      return documentStep(matter, 'assessment', 'planning')
    case 'planning':
      return documentStep(matter, 'plan', 'decision')
    case 'decision': {
      const open = matter.decisions.find(({ state }) => state !== 'sent')
      if (open) return { kind: 'go_on_decision', id: open.id, state: open.state === 'decided' ? 'decided' : 'draft' }
      if (matter.decisions.length === 0) return may('decide') || may('document') ? { kind: 'start_decision' } : { kind: 'none' }
      return matter.can.move_to.includes('managing') ? { kind: 'move', to: 'managing' } : { kind: 'none' }
    }
    case 'managing':
      if (!matter.customership && (may('customership') || may('document'))) return { kind: 'open_customership' }
      return { kind: 'follow' }
  }
}
