// What is taken along and what is captured, as it lies sealed on the device.
import type {
  BandSex, ClientFunctioning, ClientHeader, ClientHomeSafety, Measurement, MeasureDefinition, MeasurementOrigin, MeasurementPlace, MeasureStanding, Problem,
  SafetyAnswer, SafetyAssessment, SafetyChecklist, SafetyFinding, SafetyMatter, SafetySeverity, ScoreSeen, ServiceTask, Text, TookPart,
} from '../api/types'
import { rowsOf, type Draft } from '../functioning/answers'

/** What stands in this device of one client, and no more: no identity code, no address, no history. */
export interface Visit {
  kind: 'visit'
  id: string
  client: string
  name: string
  age?: number
  taken_at: string
  functioning: { sex?: BandSex; measures: MeasureDefinition[]; recordable: string[]; profile: MeasureStanding[]; places: MeasurementPlace[] }
  safety?: {
    checklists: SafetyChecklist[]
    matters: SafetyMatter[]
    /** Open ones. */
    risks: { id: string; risk: Text; severity: SafetySeverity; words?: string }[]
    /** A draft that was begun before and can be gone on with. */
    draft?: SafetyAssessment
  }
}

/** draft: being written · ready: waits to be sent · conflict: somebody else was there too · refused: the node said no · saved: it is in Punos */
export type EntryState = 'draft' | 'ready' | 'conflict' | 'refused' | 'saved'

interface Kept {
  id: string
  visit: string
  begun_at: string
  state: EntryState
  /** Why the node said no. */
  problem?: Problem
  /** When the node had said that it is kept. */
  saved_at?: string
}

export interface MeasureEntry extends Kept {
  kind: 'measure'
  measure: string
  drafts: Draft[]
  origin: MeasurementOrigin
  measured_at: string
  note: string
  service_task?: ServiceTask
  /** The Idempotency-Key: the same for every try of the same. */
  key: string
  /** It was sent and no answer has come: it may be in Punos. */
  tried?: boolean
  /** Measurements that the person knows of: those taken along, and those seen in a conflict and let stand. */
  known: string[]
  rival?: Measurement
  /** As the node counted it. */
  score?: ScoreSeen
}

export interface SafetySaid {
  answer?: SafetyFinding
  words: string
}
export interface SafetyEntry extends Kept {
  kind: 'safety'
  matter?: string
  checklist: string
  /** The assessment in Punos, when there is one. */
  assessment?: string
  key: string
  /** What stood there when it was last seen. */
  base: Record<string, SafetySaid>
  said: Record<string, SafetySaid>
  talk_base: { took_part?: TookPart; own_view: string }
  talk: { took_part?: TookPart; own_view: string }
  /** What somebody else has answered meanwhile, by item. */
  rivals?: Record<string, SafetyAnswer | null>
  talk_rival?: { took_part?: TookPart; own_view: string }
  /** The assessment was finished or put aside by somebody else. */
  gone?: boolean
}

export type Entry = MeasureEntry | SafetyEntry

const said = (answer: SafetyAnswer | undefined): SafetySaid => ({ answer: answer?.answer, words: answer?.words ?? '' })
export const sameSaid = (a: SafetySaid | undefined, b: SafetySaid | undefined) => a?.answer === b?.answer && (a?.words ?? '').trim() === (b?.words ?? '').trim()
export const saidOf = (assessment: Pick<SafetyAssessment, 'answers'> | undefined, item: string) => said(assessment?.answers[item])

/** What is taken along of what the node told. */
export function visitOf(header: ClientHeader, functioning: ClientFunctioning, safety: ClientHomeSafety, now: string, id: string): Visit {
  const { sex, measures, recordable, profile, places } = functioning
  const draft = safety.assessments.find((one) => one.state === 'draft' && one.permitted_actions.includes('answer'))
  const open = safety.risks.filter(({ state }) => state === 'found' || state === 'agreed')
  return {
    kind: 'visit',
    id,
    client: header.card.id,
    name: header.card.name,
    age: header.card.age,
    taken_at: now,
    functioning: { sex, measures, recordable, profile, places },
    safety: safety.permitted_actions.includes('begin')
      ? {
          checklists: safety.checklists.filter((one) => one.in_force || one.version === draft?.rules_version),
          matters: safety.matters,
          risks: open.map(({ id, risk, severity, words }) => ({ id, risk, severity, words })),
          draft,
        }
      : undefined,
  }
}

export function newMeasure(visit: Visit, measure: string, now: string, ids: { id: string; key: string }): MeasureEntry {
  const standing = visit.functioning.profile.find((one) => one.measure === measure)
  return {
    kind: 'measure',
    ...ids,
    visit: visit.id,
    begun_at: now,
    state: 'draft',
    measure,
    drafts: [{}],
    origin: 'professional',
    measured_at: now,
    note: '',
    service_task: visit.functioning.places[0]?.service_task,
    known: standing?.latest.flatMap(({ measurement_id }) => measurement_id ?? []) ?? [],
  }
}

/** A new assessment, or the draft that was taken along. */
export function newSafety(visit: Visit, draft: SafetyAssessment | undefined, now: string, ids: { id: string; key: string }): SafetyEntry {
  const talk = { took_part: draft?.took_part, own_view: draft?.own_view ?? '' }
  return {
    kind: 'safety',
    ...ids,
    visit: visit.id,
    begun_at: now,
    state: 'draft',
    matter: draft ? draft.matter_id : visit.safety?.matters[0]?.id,
    checklist: draft?.rules_version ?? visit.safety?.checklists.find((one) => one.in_force)?.version ?? '',
    assessment: draft?.id,
    base: Object.fromEntries(Object.entries(draft?.answers ?? {}).map(([item, answer]) => [item, said(answer)])),
    said: Object.fromEntries(Object.entries(draft?.answers ?? {}).map(([item, answer]) => [item, said(answer)])),
    talk_base: talk,
    talk,
  }
}

/** Whether an answer is whole: a risk is told in words. */
export const whole = ({ answer, words }: SafetySaid) => answer !== undefined && (answer !== 'risk' || words.trim().length >= 3)

/** The items that the person has said something of that is not known to be in Punos. */
export const changed = (entry: SafetyEntry) => Object.keys(entry.said).filter((item) => !sameSaid(entry.said[item], entry.base[item]))
export const talkChanged = (entry: SafetyEntry) => entry.talk.took_part !== entry.talk_base.took_part || entry.talk.own_view.trim() !== entry.talk_base.own_view.trim()

/** Whether it can be sent as it is. */
export function complete(entry: Entry, visit: Visit): boolean {
  if (entry.kind === 'measure') {
    const measure = visit.functioning.measures.find(({ code }) => code === entry.measure)
    return measure !== undefined && rowsOf(measure, entry.drafts) !== undefined
  }
  const items = changed(entry)
  return (items.length > 0 || talkChanged(entry)) && items.every((item) => whole(entry.said[item] ?? { words: '' }))
}

/** What is kept of an entry once it is in Punos: that it is. */
export function saved(entry: Entry, at: string): Entry {
  const done = { ...entry, state: 'saved' as const, saved_at: at, problem: undefined }
  return done.kind === 'measure' ? { ...done, drafts: [], note: '', rival: undefined, tried: undefined } : { ...done, base: {}, said: {}, talk: { own_view: '' }, talk_base: { own_view: '' }, rivals: undefined }
}
