import type { Summary } from '../../api/types'

type Told = Summary['people'][number]

/** A person or unit around the client, once, with every role held. */
export type Person = Omit<Told, 'role'> & { roles: string[] }

/** The same name on the same side is one person with several roles. */
export function together(people: readonly Told[]): Person[] {
  const out: Person[] = []
  for (const { role, ...person } of people) {
    const known = out.find(({ name, kind }) => name === person.name && kind === person.kind)
    if (known) {
      if (!known.roles.includes(role)) known.roles.push(role)
      known.phone ??= person.phone
      known.tone ??= person.tone
    } else out.push({ ...person, roles: [role] })
  }
  return out
}

export interface Placed {
  person: Person
  x: number
  y: number
}

export interface Graph {
  width: number
  height: number
  centre: { x: number; y: number; name: string }
  around: Placed[]
  /** Lines between two of those around, where the server says that they belong together. */
  links: [Placed, Placed][]
  /** People who did not fit the drawing; the list has them all. */
  left: number
}

const WIDTH = 330
const MOST = 8

/**
 * Places people around the client: close ones on the left, professionals and units on the right, so that a glance tells the
 * private circle from the services. Each side is a column bent like a bow.
 */
export function placePeople(people: readonly Person[]): Graph {
  const client = people.find(({ kind }) => kind === 'client')
  const others = people.filter(({ kind }) => kind !== 'client')
  const family = others.filter(({ kind }) => kind === 'close_one')
  const helpers = others.filter(({ kind }) => kind !== 'close_one')
  // Only one kind of people: both sides are theirs.
  const only = family.length === 0 ? helpers : helpers.length === 0 ? family : undefined
  const close = only ? only.filter((_, index) => index % 2 === 1) : family
  const staff = only ? only.filter((_, index) => index % 2 === 0) : helpers
  const room = Math.floor(MOST / 2)
  // A side that has few gives its room to the other.
  const closeShown = close.slice(0, Math.max(room, MOST - staff.length))
  const staffShown = staff.slice(0, MOST - closeShown.length)
  const rows = Math.max(closeShown.length, staffShown.length, 2)
  const height = Math.max(150, rows * 58 + 20)
  const side = (list: readonly Person[], left: boolean): Placed[] =>
    list.map((person, index) => {
      const y = ((height - 24) / list.length) * (index + 0.5)
      const bend = 1 - Math.abs(y / (height - 24) - 0.5) * 0.5
      const reach = 105 * bend
      return { person, x: left ? WIDTH / 2 - reach : WIDTH / 2 + reach, y }
    })
  const around = [...side(closeShown, true), ...side(staffShown, false)]
  const links: [Placed, Placed][] = []
  for (const placed of around) {
    const other = around.find(({ person }) => person !== placed.person && person.name === placed.person.linked_to)
    if (other) links.push([placed, other])
  }
  return {
    width: WIDTH,
    height,
    centre: { x: WIDTH / 2, y: height / 2 - 12, name: client?.name ?? '' },
    around,
    links,
    left: others.length - around.length,
  }
}

/** A name as it fits under a circle, cut at a word. */
export function shortName(name: string, most = 17): string {
  const spoken = name
  if (spoken.length <= most) return spoken
  const cut = spoken.slice(0, most - 1)
  return `${cut.includes(' ') && cut.lastIndexOf(' ') > 6 ? cut.slice(0, cut.lastIndexOf(' ')) : cut}…`
}
