import type { AlertEvidence } from '../api/types'

/** The page on which a thing an alert rests on is; none for another's. */
export function placeOf(client: string | undefined, thing: AlertEvidence): string | undefined {
  if (!client || thing.of_another || !thing.id) return undefined
  switch (thing.item) {
    case 'appointment':
      return `/clients/${client}/appointments`
    case 'measurement':
      return `/clients/${client}/functioning`
    case 'assessment':
      return `/clients/${client}/services`
    default:
      return `/clients/${client}`
  }
}

/** Things by what they are, the newest first within each. */
export function grouped(things: readonly AlertEvidence[]): [string, AlertEvidence[]][] {
  const groups = new Map<string, AlertEvidence[]>()
  for (const thing of things) {
    const name = thing.of_another ? `${thing.source}_of_another` : thing.source
    groups.set(name, [...(groups.get(name) ?? []), thing])
  }
  return [...groups].map(([name, some]) => [name, [...some].sort((a, b) => b.begun_at.localeCompare(a.begun_at))])
}

/** Of those asked, how many held it of use: whole percent; a partly useful one counts half. None while nobody has been asked. */
export function usefulness({ yes, partly, no }: { yes: number; partly: number; no: number }): number | undefined {
  const all = yes + partly + no
  return all === 0 ? undefined : Math.round(((yes + partly / 2) / all) * 100)
}

/** Minutes as hours, to whole hours from ten on. */
export function hours(minutes: number): number {
  const exact = minutes / 60
  return exact >= 10 ? Math.round(exact) : Math.round(exact * 10) / 10
}
