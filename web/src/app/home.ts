import type { SessionInfo } from '../api/types'

/** Where each role starts: where its day's work is. */
export function homeOf(session: SessionInfo): string {
  if (session.audience === 'client') return '/my'
  if (session.audience !== 'staff') return '/'
  switch (session.professional?.role) {
    case 'home_care_nurse':
      return '/lobby'
    case 'acute_nurse':
      return '/clients'
    case 'team_lead':
      return '/team'
    default:
      return '/desk'
  }
}
