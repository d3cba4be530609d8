// Sending: what is captured is compared with what stands in Punos now. The same is never sent twice, and what somebody else has recorded
// meanwhile is never passed over: a person chooses.
import { api, isProblem, newKey } from '../api/client'
import type { ClientFunctioning, ClientHomeSafety, Measurement, SafetyAssessment, SafetySaved, ScoreSeen } from '../api/types'
import { rowsOf } from '../functioning/answers'
import { today } from '../ui/format'
import { changed, sameSaid, saidOf, saved, talkChanged, type Entry, type MeasureEntry, type SafetyEntry, type Visit } from './model'

const of = (client: string, rest: string) => `/staff/clients/${encodeURIComponent(client)}${rest}`

/** What stands in Punos of a measurement: mine already, somebody else's of the same day, or nothing. */
export function standing(entry: MeasureEntry, measurements: Measurement[], me: string): { mine: Measurement } | { rival: Measurement } | undefined {
  const same = measurements.filter((one) => one.measure === entry.measure && !one.ended)
  const at = Date.parse(entry.measured_at)
  // An answer that was lost on its way: the node has it.
  const mine = same.find((one) => one.recorded_by?.id === me && one.origin === entry.origin && Date.parse(one.measured_at) === at)
  if (mine) return { mine }
  const day = today(new Date(at))
  const rival = same.find(
    (one) => one.recorded_by?.id !== me && one.origin === entry.origin && today(new Date(one.measured_at)) === day && !entry.known.includes(one.id),
  )
  return rival && { rival }
}

async function sendMeasure(entry: MeasureEntry, visit: Visit, me: string, keep: (entry: Entry) => Promise<void>): Promise<Entry> {
  const measure = visit.functioning.measures.find(({ code }) => code === entry.measure)
  const rows = measure && rowsOf(measure, entry.drafts)
  if (!rows) return { ...entry, state: 'draft' }
  const { measurements } = await api.get<ClientFunctioning>(of(visit.client, '/functioning'))
  const there = standing(entry, measurements, me)
  if (there && 'rival' in there) return { ...entry, state: 'conflict', rival: there.rival }
  if (there) return saved({ ...entry, score: { score: there.mine.score, band: there.mine.band } }, there.mine.recorded_at)
  // From here on it may be in Punos although no answer came: it is not changed before that is known.
  await keep({ ...entry, tried: true })
  const { measured_at, origin, note, service_task } = entry
  const made = await api.post<ScoreSeen>(
    of(visit.client, '/functioning'),
    { measure: entry.measure, rows, origin, measured_at, note: note.trim() || undefined, service_task },
    { idempotencyKey: entry.key },
  )
  return saved({ ...entry, score: { score: made.score, band: made.band } }, new Date().toISOString())
}

/** What is to be put of each item: what is there already, what nobody has touched since, and what somebody else has answered. */
export function sorted(entry: SafetyEntry, now: SafetyAssessment): { put: string[]; there: string[]; rivals: string[] } {
  const all = changed(entry)
  const there = all.filter((item) => sameSaid(saidOf(now, item), entry.said[item]))
  const left = all.filter((item) => !there.includes(item))
  const untouched = (item: string) => sameSaid(saidOf(now, item), entry.base[item])
  return { there, put: left.filter(untouched), rivals: left.filter((item) => !untouched(item)) }
}

/** Answers go one after another upon the version that the one before left; what is in Punos becomes what is known to stand there. */
async function sendSafety(first: SafetyEntry, visit: Visit, keep: (entry: Entry) => Promise<void>): Promise<Entry> {
  let entry = first
  const at = (rest = '') => of(visit.client, `/home-safety${rest}`)
  if (!entry.assessment) {
    const made = await api.post<SafetySaved>(at('/assessments'), { matter_id: entry.matter }, { idempotencyKey: entry.key })
    entry = { ...entry, assessment: made.id }
    await keep(entry)
  }
  for (let turn = 0; turn < 5; turn++) {
    const { assessments } = await api.get<ClientHomeSafety>(at())
    const now = assessments.find(({ id }) => id === entry.assessment)
    if (now?.state !== 'draft') return { ...entry, state: 'conflict', gone: true }
    const { put, there, rivals } = sorted(entry, now)
    const base = { ...entry.base, ...Object.fromEntries(there.map((item) => [item, entry.said[item] ?? { words: '' }])) }
    entry = { ...entry, base }
    let { version } = now
    try {
      for (const item of put) {
        const mine = entry.said[item]
        if (!mine) continue
        const pictures = now.answers[item]?.pictures.map(({ id }) => id) ?? []
        const body = { answer: mine.answer, words: mine.words.trim() || undefined, pictures }
        const done = await api.put<SafetySaved>(at(`/assessments/${encodeURIComponent(now.id)}/items/${encodeURIComponent(item)}`), body, { ifMatch: version })
        version = done.version
        entry = { ...entry, base: { ...entry.base, [item]: mine } }
        await keep(entry)
      }
      const theirs = { took_part: now.took_part, own_view: now.own_view ?? '' }
      const agrees = (a: SafetyEntry['talk'], b: SafetyEntry['talk']) => a.took_part === b.took_part && a.own_view.trim() === b.own_view.trim()
      let talk_rival: SafetyEntry['talk_rival']
      if (talkChanged(entry)) {
        if (agrees(theirs, entry.talk)) entry = { ...entry, talk_base: entry.talk }
        else if (!agrees(theirs, entry.talk_base)) talk_rival = theirs
        else {
          const body = { took_part: entry.talk.took_part, own_view: entry.talk.own_view.trim() || undefined }
          await api.put<SafetySaved>(at(`/assessments/${encodeURIComponent(now.id)}/talk`), body, { ifMatch: version })
          entry = { ...entry, talk_base: entry.talk }
        }
      }
      if (rivals.length > 0 || talk_rival) {
        return { ...entry, state: 'conflict', rivals: Object.fromEntries(rivals.map((item) => [item, now.answers[item] ?? null])), talk_rival }
      }
      return saved(entry, new Date().toISOString())
    } catch (error) {
      // Somebody saved between: what stands there now is looked at again.
      if (!isProblem(error, 'version_conflict')) throw error
    }
  }
  return { ...entry, state: 'ready' }
}

/** Sends one; gives it as it stands after that. What is no answer of the node (no connection, no session) is thrown. */
export function sendOne(entry: Entry, visit: Visit, me: string, keep: (entry: Entry) => Promise<void>): Promise<Entry> {
  return entry.kind === 'measure' ? sendMeasure(entry, visit, me, keep) : sendSafety(entry, visit, keep)
}

/** The person has chosen what becomes of a measurement that somebody else had recorded too. */
export const keepBoth = (entry: MeasureEntry): MeasureEntry => ({ ...entry, state: 'ready', known: entry.rival ? [...entry.known, entry.rival.id] : entry.known, rival: undefined })

/** The person has chosen whose answer to an item stays; when all are chosen it is sent. */
export function chosen(entry: SafetyEntry, item: string, whose: 'mine' | 'theirs'): SafetyEntry {
  const { [item]: rival, ...rivals } = entry.rivals ?? {}
  const theirs = { answer: rival?.answer, words: rival?.words ?? '' }
  const next = { ...entry, rivals, base: { ...entry.base, [item]: theirs }, said: whose === 'mine' ? entry.said : { ...entry.said, [item]: theirs } }
  return settled(next)
}

export function chosenTalk(entry: SafetyEntry, whose: 'mine' | 'theirs'): SafetyEntry {
  const theirs = entry.talk_rival ?? entry.talk_base
  return settled({ ...entry, talk_rival: undefined, talk_base: theirs, talk: whose === 'mine' ? entry.talk : theirs })
}

function settled(entry: SafetyEntry): SafetyEntry {
  const open = Object.keys(entry.rivals ?? {}).length > 0 || entry.talk_rival !== undefined
  return open ? entry : { ...entry, rivals: undefined, state: 'ready' }
}

/** The assessment is finished or put aside: what was captured becomes a new one. */
export const anew = (entry: SafetyEntry): SafetyEntry => ({
  ...entry, assessment: undefined, gone: undefined, rivals: undefined, talk_rival: undefined, key: newKey(), base: {}, talk_base: { own_view: '' }, state: 'ready',
})
