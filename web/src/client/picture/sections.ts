/** The parts of the picture, by the codes the lens uses; alerts and deadlines always come first, on top. */
export const SECTIONS = ['timeline', 'open', 'plans', 'measures', 'people', 'risks', 'medication', 'conditions', 'devices', 'history'] as const
export type Section = (typeof SECTIONS)[number]

/** `wide` spans the main area, `half` shares a row of it, `side` stands in the right column. */
export const PLACE: Record<Section, 'wide' | 'half' | 'side'> = {
  timeline: 'wide',
  open: 'half',
  plans: 'half',
  measures: 'side',
  people: 'side',
  risks: 'side',
  medication: 'half',
  conditions: 'half',
  devices: 'side',
  history: 'wide',
}

function isSection(code: string): code is Section {
  return (SECTIONS as readonly string[]).includes(code)
}

/** The lens's order, made whole: codes this screen does not know are passed over, parts the lens leaves out come last. */
export function sectionOrder(lens: readonly string[]): Section[] {
  const named = [...new Set(lens.filter(isSection))]
  return [...named, ...SECTIONS.filter((section) => !named.includes(section))]
}

/**
 * The main area's parts in the lens's order, with halves put side by side: a half that would stand alone before a wide part takes
 * the next half up beside it, so the page has no holes.
 */
export function arrange(order: readonly Section[]): Section[] {
  const rest = order.filter((section) => PLACE[section] !== 'side')
  const out: Section[] = []
  while (rest.length > 0) {
    const section = rest.shift() as Section
    out.push(section)
    if (PLACE[section] !== 'half') continue
    const mate = rest.findIndex((other) => PLACE[other] === 'half')
    if (mate >= 0) out.push(...rest.splice(mate, 1))
  }
  return out
}
