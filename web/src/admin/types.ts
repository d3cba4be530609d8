// The shapes of the administration API.
import type { Code, Role, ServiceTask, Text } from '../api/types'

export interface StaffRow {
  id: string
  name: string
  title: Text
  role?: Role
  unit_id: string
  unit: string
  teams: string[]
  can_decide: boolean
  state: 'employed' | 'coming' | 'ended'
  valid_from: string
  valid_to?: string
  notes: StaffNote[]
}
export type StaffNote = 'no_role' | 'no_log_in' | 'ends_soon' | 'role_ends_soon' | 'power_ends_soon'
export type When = 'now' | 'coming' | 'past'
export interface Range { id: string; valid_from: string; valid_to?: string; when: When }
export interface StaffView extends StaffRow {
  version: number
  subject?: string
  email?: string
  roles: (Range & { role: Role })[]
  powers: (Range & { basis?: string })[]
  memberships: (Range & { team_id: string; team: string })[]
  absences: { id: string; from: string; to: string; substitute_id?: string; substitute?: string }[]
  substitutes_for: string[]
  own_identity_since?: string
}
export interface HistoryLine { at: string; kind: string; by_name?: string; data?: Record<string, unknown> }
export type StaffWhole = StaffView & { history: HistoryLine[] }

export interface Place { id: string; name: string; valid_from: string; valid_to?: string; version: number }
export interface OrganisationRow extends Place { kind: string; business_id?: string; part_of?: string }
export interface UnitRow extends Place { kind: string; organisation_id: string; part_of?: string; municipality?: string; people: number }
export interface TeamRow extends Place { key: string; unit_id: string; service_task: ServiceTask; people: number }
export interface Places { organisations: OrganisationRow[]; units: UnitRow[]; teams: TeamRow[] }

export interface Left { matters: { team_id: string; lane: string; number: number }[]; customerships: number; contacts: number; named: number }
export interface Moved { matters: number; customerships: number; named: number }

export interface TokenRow { id: string; name: string; scopes: string; source_system: string; register: string; created_at: string; expires_at: string; revoked_at?: string; last_used_at?: string }
export interface JobRow { id: string; kind: string; state: JobState; attempts: number; max_attempts: number; replays: number; run_at: string; last_error?: string; created_at: string; updated_at: string; finished_at?: string }
export type JobState = 'waiting' | 'running' | 'dead' | 'done' | 'cancelled'
export interface JobPage { jobs: JobRow[]; counts: { kind: string; state: JobState; number: number }[]; next?: string }

/** What somebody has told, and its answer. */
export interface Told { id: string; version: number; page: string; words: string; state: 'open' | 'answered'; answer?: string; answered_by?: string; answered_at?: string }
export interface Fault extends Told { reporter_kind: 'staff' | 'client'; reporter?: string; program?: string; reported_at: string }
export interface Feedback extends Told { contact?: string; language: 'fi' | 'sv' | 'en'; received_at: string; due_on: string; late: boolean }
export type Level = 'info' | 'maintenance' | 'disturbance'
export interface ServiceNotice { id: string; level: Level; text: Text; begins_at: string; ends_at?: string }
export interface NoticeRow extends ServiceNotice { version: number; when: When }

export interface AsideMessage { id: string; change_number: number; changed_at?: string; groups: string; reason?: string; place?: string; attempts: number; taken_at: string }
export interface FeedGap { id: string; kind: 'down' | 'late' | 'lost'; from_number: number; to_number: number; messages: number; noticed_at: string; filled_at?: string }
export interface FeedView {
  configured: boolean
  host?: string
  begun_at?: string
  read_at?: string
  lag_seconds?: number
  last_change_at?: string
  cursor?: number
  failing_since?: string
  last_error?: string
  people: number
  taken: number
  set_aside: number
  gaps: FeedGap[]
  messages: AsideMessage[]
}

export const roles: Role[] = ['care_coordinator', 'case_manager', 'social_worker', 'team_lead', 'home_care_nurse', 'acute_nurse', 'administrator', 'data_protection_officer']
export const serviceTasks: ServiceTask[] = ['older_people', 'disability', 'working_age', 'families', 'child_protection', 'substance', 'family_law', 'health']
export const unitKinds = ['guidance', 'home_care', 'hospital_ward', 'health_station', 'social_office', 'emergency', 'rehabilitation', 'housing', 'office'] as const
export const organisationKinds = ['county', 'municipality', 'provider', 'association', 'state'] as const

export interface KeptCodeSet {
  id: string
  oid: string
  version: string
  state: 'imported' | 'linked'
  name: Text
  link?: string
  codes: number
  structures: number
  in_use: boolean
  source: string
  loaded_at: string
}
export interface ImportLine { file: string; path: string; reason: string }
export interface ImportTold {
  id: string
  kind: 'structures' | 'codes'
  at: string
  refused: number
  report: { imported: number; unchanged: number; errors: ImportLine[]; notes: ImportLine[]; conditions_stated: number; conditions_in_prose: number; mapped: number }
}
export interface KeptCodeSets { items: KeptCodeSet[]; total: number; more: boolean; only_linked: number; imports: ImportTold[] }
export interface UsingStructure { id: string; oid: string; version: string; title: Text }
export interface KeptCodes { set: KeptCodeSet; codes: Code[]; more: boolean; structures: UsingStructure[] }

export interface WatchedLog {
  address: string
  state: string
  origin?: string
  size?: number
  seen_at?: string
  tried_at: string
  evidence?: string
  fault_at?: string
  ours_size?: number
  ours_at?: string
}
export interface LogState {
  origin: string
  log_key: string
  witness_key: string
  sealed?: { size: number; sealed_at: string; note: string }
  waiting: { lines: number; oldest_at?: string }
  watched: WatchedLog[]
}
