import type { TeamMember } from '../api/types'
import { today } from '../ui/format'

/** Away on a local date, by default today. */
export function isAway(member: TeamMember, on: string = today()): boolean {
  return member.absent !== undefined && member.absent !== null && member.absent.from <= on && on <= member.absent.to
}
