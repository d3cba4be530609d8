// The table of choices while it is being changed. Pure.
import type { ClientSelfDirection, Register, SharingChoice, SharingLaw, SharingParty, SharingPreset, SharingSituation, WillExpression } from '../api/types'

export interface Place { situation: SharingSituation; party: SharingParty; group: string }
/** Without a choice: as it is while nothing is chosen, or as in ordinary life. */
export interface Change extends Place { choice?: SharingChoice }
export type Draft = ReadonlyMap<string, Change>

const key = ({ situation, party, group }: Place) => `${situation}/${party}/${group}`

export function lawOf(now: ClientSelfDirection, party: SharingParty, group: string): SharingLaw | undefined {
  return now.laws.find((law) => law.party === party && law.groups.includes(group))
}

/** The register whose permit and denial decide the place; none when a choice of its own does. */
export function byWill(now: ClientSelfDirection, { party, group }: Place): Register | undefined {
  const law = lawOf(now, party, group)
  return law?.effect === 'will' ? law.register : undefined
}

/** What would hold in a place, and whether it would be said for that very place. */
export function at(now: ClientSelfDirection, draft: Draft, place: Place): { choice: SharingChoice; own: boolean } {
  const cell = now.cells.find((one) => key(one) === key(place))
  const change = draft.get(key(place))
  if (change?.choice) return { choice: change.choice, own: true }
  if (!change && cell?.own) return cell
  if (byWill(now, place)) return cell ?? { choice: 'ask', own: false }
  if (place.situation !== 'ordinary') return { choice: at(now, draft, { ...place, situation: 'ordinary' }).choice, own: false }
  return { choice: now.parties.find(({ party }) => party === place.party)?.default ?? 'ask', own: false }
}

/** A draft with one change more; what is as it was is no change. */
export function changed(now: ClientSelfDirection, draft: Draft, change: Change): Draft {
  const next = new Map(draft)
  const cell = now.cells.find((one) => key(one) === key(change))
  const same = change.choice ? cell?.own && cell.choice === change.choice : !cell?.own
  if (same) next.delete(key(change))
  else next.set(key(change), change)
  return next
}

/** Everything of a preset that can be chosen here; what permits and denials decide stays as it is. */
export function filled(now: ClientSelfDirection, draft: Draft, preset: SharingPreset): Draft {
  return preset.choices.reduce<Draft>((all, { party, group, choice }) => {
    const place = { situation: 'ordinary', party, group } as const
    if (byWill(now, place)) return all
    // What would hold anyhow needs no saying.
    return at(now, all, place).choice === choice ? all : changed(now, all, { ...place, choice })
  }, draft)
}

/** As the node counts it: the mean of the weights of ordinary life, to the nearest whole. */
export function percent(now: ClientSelfDirection, draft: Draft): number {
  const weights = now.parties.flatMap(({ party, options }) =>
    now.groups.map(({ code }) => {
      const { choice } = at(now, draft, { situation: 'ordinary', party, group: code })
      return options.find((option) => option.choice === choice)?.weight ?? 0
    }),
  )
  return weights.length === 0 ? 0 : Math.round(weights.reduce((sum, weight) => sum + weight, 0) / weights.length)
}

/** The nearest preset; of two as near the one of less self-direction. */
export function nearest(now: ClientSelfDirection, value: number): SharingPreset | undefined {
  return [...now.presets].sort((a, b) => Math.abs(a.percent - value) - Math.abs(b.percent - value) || a.percent - b.percent)[0]
}

/** What a preset has otherwise in the places that permits and denials decide: by register. */
export function willsOf(now: ClientSelfDirection, preset: SharingPreset): { register: Register; choice: SharingChoice }[] {
  const wanted = new Map<Register, SharingChoice>()
  for (const { party, group, choice } of preset.choices) {
    const place = { situation: 'ordinary', party, group } as const
    const register = byWill(now, place)
    if (register && at(now, new Map(), place).choice !== choice) wanted.set(register, choice)
  }
  return [...wanted].map(([register, choice]) => ({ register, choice }))
}

export type Step = { say: string } | { end: WillExpression }

/** What is said or withdrawn next so that a register is shared as wanted; nothing when it is. */
export function step(said: WillExpression[], register: Register, wanted: SharingChoice): Step | undefined {
  const now = said.filter((one) => !one.withdrawn_at && one.register === register && !one.service_task)
  const permit = now.find(({ kind }) => kind === 'permit')
  const denial = now.find(({ kind, level }) => kind === 'denial' && level === 'controller')
  if (wanted === 'keep') return denial ? undefined : { say: `denial_${register}` }
  if (denial) return { end: denial }
  if (wanted === 'share') return permit ? undefined : { say: `permit_${register}` }
  return permit && { end: permit }
}
