import type { Role, SessionInfo } from '../api/types'

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
    case 'administrator':
      return '/administration/staff'
    case 'data_protection_officer':
      return '/protection'
    default:
      return '/desk'
  }
}

/** Whether a role works on matters of social care: has a desk and can open matters. Others put matters on their way and see what became of them. */
export function worksOnMatters(role: Role): boolean {
  return role === 'care_coordinator' || role === 'case_manager' || role === 'social_worker' || role === 'team_lead'
}

/** Whether a role works with clients at all; an administrator and a data protection officer open no client's data. */
export function worksWithClients(role: Role): boolean {
  return role !== 'administrator' && role !== 'data_protection_officer'
}
