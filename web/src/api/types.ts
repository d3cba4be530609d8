// The shapes of the API, by the names the server gives them. Import them from here only.

import type { StructureCondition } from '../matter/form/conditions'

export interface Text { fi: string; sv?: string; en?: string }

export type Role =
  | 'home_care_nurse' | 'acute_nurse' | 'care_coordinator' | 'case_manager'
  | 'social_worker' | 'team_lead' | 'administrator' | 'data_protection_officer'
export type Register = 'social' | 'patient'
export type ServiceTask =
  | 'older_people' | 'disability' | 'working_age' | 'families'
  | 'child_protection' | 'substance' | 'family_law' | 'health'
export type Situation = 'guidance' | 'needs_assessment' | 'home_rehabilitation' | 'acute_discharge'
export type Urgency = 'urgent' | 'soon' | 'non_urgent'
export type Lane = 'first_contact' | 'assessment' | 'planning' | 'decision' | 'managing'
export type MatterState = 'open' | 'returned' | 'closed'
export type Tone = 'danger' | 'warning' | 'info' | 'neutral'

export interface Problem {
  type: string
  code: string
  title: string
  status: number
  detail?: string
  /** Why, for `refused` and `state_refused`: a code. */
  reason?: string
  /** For `refused`: what would help, codes. */
  what_helps?: string[]
  /** For `invalid`: what is wrong where. */
  errors?: FieldError[]
  /** For `version_conflict`: the row as it is now. */
  current?: unknown
  [field: string]: unknown
}
export interface FieldError { path: string; code: string; params?: Record<string, unknown> }

export interface Page<T> { items: T[]; next_cursor?: string }

export interface Named { id: string; name: string }
export interface PersonRef { id: string; name: string; title?: Text; unit?: string }

// ---- session
export interface SessionInfo {
  audience: 'none' | 'staff' | 'client'
  csrf?: string
  demo: boolean
  node: { name: Text; county: string }
  personas?: Persona[]
  oidc: boolean
  identification: boolean
  professional?: SessionProfessional
  client?: { id: string; name: string; given_name: string }
  languages: string[]
  /** Seconds until the session ends by itself. */
  ends_in?: number
  can_extend: boolean
  degraded?: 'read_only' | 'unreachable'
}
export interface SessionProfessional {
  id: string
  name: string
  title: Text
  role: Role
  unit: Named
  teams: Named[]
  substitutes_for: Named[]
  can_decide: boolean
}
export interface Persona { key: string; audience: 'staff' | 'client'; name: string; title: Text; about: Text }

// ---- people
export interface IdentityCard {
  id: string
  /** "Virtanen, Aino Maria" */
  name: string
  given_name: string
  family_name: string
  age?: number
  birth_date?: string
  /** "010142-••••" */
  hetu_hint?: string
  municipality?: { code: string; name: Text }
  protected: boolean
  deceased: boolean
  identity: 'hetu' | 'temporary' | 'other'
}
export interface ClientSearch { cards: IdentityCard[]; more: boolean }
export interface NewClient {
  hetu?: string
  temporary_reason?: 'newborn' | 'unknown' | 'foreigner' | 'protected'
  family_name: string
  given_names: string
  birth_date?: string
  sex?: 'female' | 'male' | 'unknown'
  language?: string
  municipality?: string
  protected?: boolean
  why_not_duplicate?: string
}
export interface ClientHeader {
  card: IdentityCard
  version: number
  sex: string
  languages: { mother?: string; service?: string; interpreter: boolean }
  case_manager?: PersonRef
  contact_person?: PersonRef
  close_contact?: CloseOne
  customerships: number
  permits: { register: Register; state: 'in_force' | 'none' }[]
  permitted_actions: string[]
}
export interface CloseOne {
  id: string
  name: string
  roles: string[]
  official: boolean
  phone?: string
  client_id?: string
  note?: string
  origin: 'client' | 'staff' | 'register'
  recorded_at: string
  version: number
  quality?: Quality
}
export interface ClientProfessional {
  id: string
  name: string
  title: Text
  unit?: string
  role: 'case_manager' | 'own_worker' | 'contact_person' | 'own_nurse' | 'own_doctor' | 'responsible_worker'
  since?: string
}
export interface ContactDetail {
  id: string
  kind: 'long_lived' | 'service_bound'
  type: 'phone' | 'email' | 'address'
  value: string
  origin: 'client' | 'staff' | 'register'
  recorded_at: string
  valid_to?: string
  version: number
  quality?: Quality
}
/** What there is to say of an item's quality; an item that is fresh and whole has none. */
export interface Quality {
  stale: boolean
  recorded_on?: string
  origin?: string
  stale_after_days?: number
  missing: { part: string; label: Text }[]
  unfit_for: DataUse[]
  advice: Text
  rule_version: string
}
export type DataUse = 'human' | 'computing' | 'model'
export interface PartQuality {
  section: string
  item: string
  label: Text
  total: number
  marked: { name: Text | string; ref?: ItemRef; quality: Quality }[]
  medical_device?: Text
}
export interface QualityFigure {
  item: string
  source: string
  total: number
  stale: number
  incomplete: number
  good: number
  missing: { part: string; label: Text; count: number }[]
}
export interface QualityAsked {
  item: string
  label: Text
  stale_after_days?: number
  stale_by_origin: Record<string, number>
  whole_with: Text[]
  uses: { use: DataUse; fresh: boolean; parts: Text[] }[]
  advice: Text
  medical_device?: Text
  law: string
  mark: 'verified' | 'memory' | 'uncertain'
}
export interface QualityPage {
  as_of: string
  rule_version: string
  figures: QualityFigure[]
  rules: QualityAsked[]
}
export interface ClientPeople {
  close_ones: CloseOne[]
  professionals: ClientProfessional[]
  contacts: ContactDetail[]
  address_hidden: boolean
}
export interface HouseholdMember {
  name: string
  roles: string[]
  official: boolean
  custody?: 'has_custody' | 'in_custody'
  lives_here?: boolean
  phone?: string
  client_id?: string
  card?: IdentityCard
  /** Absent when one's rights do not reach them, whatever there is. */
  open?: OpenOfOne
}
export interface OpenOfOne {
  matters: {
    id: string
    number: string
    situation: Situation
    service_task: ServiceTask
    lane: Lane
    team?: string
    handler?: PersonRef
    initiated_on: string
  }[]
  customerships: { id: string; service_task: ServiceTask; responsible_worker?: PersonRef; opened_on: string }[]
}
export interface Household {
  address_hidden: boolean
  members: HouseholdMember[]
  note: string
}
export interface Unit { id: string; name: string; organisation: string; kind: string }
export interface TeamMember {
  id: string
  name: string
  title: Text
  role: Role
  absent?: { id?: string; from: string; to: string; substitute?: PersonRef }
}
export interface Team { id: string; name: string; unit_id: string; lanes: Lane[]; members: TeamMember[] }
export interface Organisation { units: Unit[]; teams: Team[] }
export interface Absence { id: string; professional_id: string; from: string; to: string; substitute_id: string }
export interface OpeningReason { code: string; label: Text }
export interface Ground { code: string; label: Text; about: Text; law: string; needs_reason: boolean; mark: 'verified' | 'memory' | 'uncertain'; registers: Register[]; reviewed: boolean; minutes: number; emergency: boolean; without_relation: boolean; reasons: OpeningReason[] }
export interface RegisterOpening { register: Register; ground: Ground; opened_at: string; until: string }
export interface LogGround { code: string; label?: Text; law?: string; emergency: boolean }
export interface LogEntry { id: string; at: string; by: string; acting?: ActingGround; person?: string; record: 'use' | 'disclosure'; professional?: PersonRef; unit?: string; action: string; purpose: string; registers: Register[]; grounds: LogGround[]; asked: boolean }
export interface LogPage { entries: LogEntry[]; next?: string; since: string; since_about: Text; answer_about: Text }
export interface LogInquiry {
  id: string
  version: number
  entry_at: string
  entry_action: string
  entry_by?: PersonRef
  entry_unit?: string
  entry_grounds: LogGround[]
  words: string
  asked_at: string
  due_on: string
  overdue: boolean
  answer?: string
  answered_at?: string
  answered_by?: PersonRef
  seen_at?: string
  client?: IdentityCard
}
export interface LogInquiries { items: LogInquiry[]; waiting: number; overdue: number; next?: string }
export type OpeningOutcome = 'accepted' | 'to_look_into' | 'misuse'
export interface OpeningVerdict { outcome: OpeningOutcome; words: string; by?: PersonRef; at: string }
export interface OpeningReview {
  id: string
  version: number
  client?: IdentityCard
  professional?: PersonRef
  registers: Register[]
  ground: Text
  law: string
  reason?: OpeningReason
  words: string
  emergency: boolean
  tied: boolean
  opened_at: string
  ends_at: string
  closed_early: boolean
  due_on?: string
  overdue: boolean
  settled: boolean
  verdicts: OpeningVerdict[]
  /** The data protection officer's, of a misuse. */
  finding?: OpeningFinding
}
export interface OpeningFinding { finding: WatchFinding; reported_to?: WatchReportedTo; words: string; by?: PersonRef; at: string }
export interface MisusedOpenings { items: OpeningReview[]; waiting: number; next?: string }
export interface OpeningList { items: OpeningReview[]; waiting: number; overdue: number; next?: string }
export interface OpeningUse { at: string; action: string; outcome: string }
export interface OpeningDetail extends OpeningReview { uses: OpeningUse[]; more_uses: boolean }

// ---- watch
export type WatchSeverity = 'minor' | 'notable' | 'serious'
export type WatchState = 'waiting' | 'asked' | 'answered' | 'settled'
export type WatchOutcome = 'justified' | 'not_justified' | 'passed_on'
export type WatchSort = 'oldest' | 'newest' | 'gravest'
export type WatchFinding = 'no_misuse' | 'guidance' | 'reported'
export type WatchReportedTo = 'ombudsman' | 'police' | 'supervisor' | 'employer'
export interface WatchWord { kind: 'asked' | 'explained' | 'decided' | 'found'; outcome?: WatchOutcome; finding?: WatchFinding; reported_to?: WatchReportedTo; words: string; by?: PersonRef; at: string }
export interface WatchReview {
  id: string
  version: number
  rule: { code: string; label: Text; about: Text; law: string }
  severity: WatchSeverity
  tied: boolean
  professional?: PersonRef
  client?: IdentityCard
  looked_on: string
  looks: number
  clients?: number
  ordinary?: number
  raised_at: string
  due_on: string
  overdue: boolean
  state: WatchState
  outcome?: WatchOutcome
  finding?: WatchFinding
  words: WatchWord[]
}
export interface WatchList {
  items: WatchReview[]
  waiting: number
  overdue: number
  answered: number
  unknown_staff: number
  officer: boolean
  rules: { code: string; label: Text; on: boolean }[]
  next?: string
}
export interface WatchQuery { settled?: boolean; rule?: string; severity?: WatchSeverity; state?: WatchState; q?: string; sort?: WatchSort; after?: string }
export interface WatchDetail extends WatchReview { lines: { at: string; action: string; registers?: string; grounded: boolean }[]; gone: number }
export interface WatchOwnLook { id: string; version: number; client?: IdentityCard; looked_on: string; looks: number; state: WatchState; outcome?: WatchOutcome; finding?: WatchFinding; words: WatchWord[] }
export interface PassedReviews { items: WatchReview[]; waiting: number; next?: string }
export interface LateInquiry { id: string; asked_at: string; due_on: string; unit?: string }
export interface LateInquiries { items: LateInquiry[]; total: number; next?: string }
export interface WatchedRequest {
  id: string
  kind: 'copy' | 'correction'
  register: Register
  asked_at: string
  due_on: string
  extended: boolean
  answered_at?: string
  partly: boolean
  unit?: string
}
export interface WatchedRequests { items: WatchedRequest[]; late: number; next?: string }
export interface WatchAsked { items: WatchOwnLook[]; waiting: number }
export interface NewsMark { id: string; label: string; from: string; to: string; set_at: string; set_by?: PersonRef; ended_at?: string }

// ---- alerts
export type AlertState = 'waiting' | 'taken' | 'done' | 'dismissed' | 'lapsed'
export type AlertOutcome = 'call' | 'visit' | 'matter' | 'plan' | 'other' | 'dismissed'
export type AlertUse = 'yes' | 'partly' | 'no'
export type AlertBasis = 'own' | 'permit' | 'law'
export type AlertLapse = 'passed' | 'corrected' | 'rule'
export type AlertWhich = 'open' | 'waiting' | 'taken' | 'snoozed' | 'closed'
export type AlertSort = 'gravest' | 'newest'
export type AlertSource = 'emergency_visit' | 'ward_stay' | 'home_care_visit' | 'contact' | 'booked_time' | 'weight' | 'assessment' | 'appointment' | 'measure_past_limit' | 'measure_worsened'
export interface AlertEvidence { source: AlertSource; item?: string; id?: string; of_another: boolean; begun_at: string; over_at?: string; amount?: number }
export interface AlertFigures { count: number; open: number; days_since: number; days_since_end: number; earliest?: number; latest?: number }
export interface RaisedAlert {
  id: string
  version: number
  client?: IdentityCard
  rule: { id: string; label: Text; advice: Text; law: string; mark: 'verified' | 'memory' | 'uncertain'; version: string }
  severity: number
  state: AlertState
  why: Text
  counted_on: string
  figures: Record<string, AlertFigures>
  evidence: AlertEvidence[]
  register: Register
  basis: AlertBasis
  standing: boolean
  team?: string
  handler?: PersonRef
  mine: boolean
  raised_at: string
  snoozed_until?: string
  lapsed_at?: string
  lapsed_why?: AlertLapse
  closed_at?: string
  closed_by?: PersonRef
  outcome?: AlertOutcome
  words?: string
  matter_id?: string
  useful?: AlertUse
}
export interface AlertRuleUse { id: string; label: Text; on: boolean; open: number; closed: number; yes: number; partly: number; no: number }
export interface AlertList { items: RaisedAlert[]; waiting: number; rules: AlertRuleUse[]; next?: string }
export interface AlertQuery { which?: AlertWhich; rule?: string; mine?: boolean; q?: string; sort?: AlertSort; after?: string }
export interface OwnAlert { id: string; plain: Text; law: string; team?: string; raised_at: string }
export interface AlertTrialRule {
  rule: string
  label: Text
  change: 'new' | 'changed' | 'same'
  team: string
  alerts: number
  people: number
  standing: number
  months: Record<string, number>
  minutes: number
  closed: number
  yes: number
  partly: number
  no: number
}
export interface AlertTrial { from: string; to: string; compared_with: string; rules: AlertTrialRule[]; teams: { team: string; alerts: number; minutes: number }[]; alerts: number; minutes: number }

// ---- lobby
export interface LobbyForm {
  situations: { code: Situation; label: Text; about?: Text }[]
  service_tasks: Choice[]
  need_reasons: Choice[]
  notifiers: Choice[]
  urgencies: Choice[]
  return_reasons: Choice[]
  close_reasons: Choice[]
  pause_reasons: Choice[]
}
export interface Choice { code: string; label: Text; about?: Text }
export interface OpenMatter {
  id: string
  number: string
  situation: Situation
  service_task: ServiceTask
  lane: Lane
  team: Named
  handler?: PersonRef
  initiated_on: string
  /** Given back to its sender and not sent again. */
  returned?: boolean
}
export interface LobbyView {
  header: ClientHeader
  open_matters: OpenMatter[]
  functioning: { measure: Text; value: string; at: string; tone: Tone }[]
  known: Partial<Pick<NewMatter, 'service_task' | 'urgency' | 'need_reasons' | 'notifier' | 'notifier_name' | 'own_words' | 'description' | 'discharge_on'>> & {
    [field: string]: unknown
  }
  recent_assessment?: { on: string; by: string }
}
export interface ProposeRouting {
  client_ids: string[]
  situation: Situation
  service_task: string
  urgency: string
}
export interface RoutingProposal {
  team: Named
  why: { rule: string; text: Text; law?: string }[]
  rule_version: string
  alternatives: Named[]
  deadlines: { rule: string; section: string; label: Text; due_on?: string }[]
}
export interface NewMatter {
  client_ids: string[]
  situation: Situation
  service_task: string
  urgency: string
  need_reasons: string[]
  notifier: string
  notifier_name?: string
  own_words?: string
  description?: string
  team_id: string
  overrule_reason?: string
  why_another?: string
  discharge_on?: string
  document?: Record<string, unknown>
}
export interface SentMatter {
  id: string
  version: number
  number: string
  client: IdentityCard
  /** How many others share the matter. */
  others: number
  situation: Situation
  sent_at: string
  state: MatterState
  lane: Lane
  team: Named
  handler?: PersonRef
  returned?: { reason: string; by: PersonRef; at: string }
  closed_at?: string
  close_reason?: string
  permitted_actions: string[]
}

// ---- desk
export interface Desk {
  lanes: DeskLane[]
  counts: DeskCounts
  workload: Workload[]
  queue_by_week: { week: string; open: number }[]
  as_of: string
}
export interface DeskLane { lane: Lane; total: number; overdue: number; cards: MatterCard[]; restricted?: RestrictedRow[]; restricted_total: number; next_cursor?: string }
/** A matter whose processing is restricted: neither whose it is nor of what. `before`: how many cards of the lane's page stand before it. */
export interface RestrictedRow { id: string; before: number; initiated_on: string; paused: boolean; unassigned: boolean; next_deadline?: RestrictedDeadline }
export type RestrictedDeadline = Pick<Deadline, 'due_on' | 'immediate' | 'workdays_left' | 'overdue' | 'state'>
export interface RestrictedWay { opens: 'request' | 'matter' | 'nothing'; request_id?: string; ask: PersonRef[] }
export interface DeskCounts { new_today: number; overdue: number; due_in_two_workdays: number; median_days?: number; paused: number }
export interface Workload { professional: PersonRef; open: number; overdue: number; absent: boolean }
export interface MatterCard {
  id: string
  version: number
  number: string
  clients: IdentityCard[]
  situation: Situation
  service_task: ServiceTask
  urgency: Urgency
  lane: Lane
  state: MatterState
  team: Named
  handler?: PersonRef
  initiated_on: string
  sender?: PersonRef
  next_deadline?: Deadline
  paused?: { reason: string; until?: string }
  badges: { code: string; tone: Tone }[]
  permitted_actions: string[]
}
export interface Deadline {
  id: string
  rule: string
  label: Text
  section: string
  mark: string
  started_on: string
  due_on?: string
  immediate: boolean
  workdays_left?: number
  overdue: boolean
  state: 'running' | 'paused' | 'met' | 'missed' | 'ended'
  paused_reason?: string
  /** The day on which the pause ends by itself. */
  paused_until?: string
  rule_version: string
}
export interface DeskQuery {
  view: 'team' | 'mine' | 'substituting'
  team_id?: string
  lane?: Lane
  situation?: Situation
  service_task?: ServiceTask
  due?: 'overdue' | 'two_days' | 'none'
  handler_id?: string
  unassigned?: boolean
  sort?: 'due' | 'age' | 'name' | 'initiated'
  order?: 'asc' | 'desc'
  cursor?: string
  limit?: number
}
export type DeskColumn =
  | 'due' | 'client' | 'municipality' | 'number' | 'situation' | 'service_task' | 'lane' | 'handler' | 'team' | 'initiated' | 'sender'
export type DeskLook = 'board' | 'list'
export interface SavedView {
  id: string
  version: number
  name: string
  owner: PersonRef
  /** Shared with this team. */
  team?: Named
  filter: Record<string, unknown>
  columns?: DeskColumn[]
  look?: DeskLook
  default: boolean
  permitted_actions: string[]
}
export interface NewView { name: string; filter: Record<string, unknown>; columns?: DeskColumn[]; look?: DeskLook; team_id?: string }
export interface BulkAction {
  kind: 'take' | 'hand_over' | 'move' | 'return' | 'pause' | 'resume' | 'undo'
  to_professional_id?: string
  to_team_id?: string
  lane?: Lane
  reason?: string
  reason_code?: string
  until?: string
}
export interface BulkRow { id: string; version: number; number: string; client?: IdentityCard; lane: Lane; reason?: string }
export type LetterUse = 'letter' | 'message'
export interface LetterTemplateView { key: string; name: Text; uses: LetterUse[] }
export interface LetterRow {
  matter_id: string
  number: string
  client?: IdentityCard
  language?: 'fi' | 'sv' | 'en'
  subject?: string
  body?: string
  reason?: string
}
export interface LetterPlan { rows: LetterRow[]; can: number; cannot: number }
export interface LetterResult { matter_id: string; done: boolean; reason?: string }
export interface LettersMade { batch_id: string; version: number; rows: LetterResult[] }
export interface LetterBatch {
  id: string
  version: number
  template: Text
  way: LetterUse
  made_at: string
  sent_at?: string
  undone_at?: string
  letters: number
}
export interface LetterReport { batch: LetterBatch; rows: LetterResult[] }
export interface MatterLetter {
  id: string
  client_id: string
  way: LetterUse
  language: 'fi' | 'sv' | 'en'
  subject: string
  body: string
  made_at: string
  sent_at?: string
  by?: PersonRef
}
export interface BulkPlan { rows: BulkRow[]; can: number; cannot: number }
export interface BulkResult { id: string; done: boolean; reason?: string; version?: number; undo_until?: string }
export interface BulkReport { rows: BulkResult[] }

// ---- done but not recorded
export type GapKind =
  | 'visit_without_entry' | 'contact_without_entry' | 'assessment_past_date' | 'decision_without_reasons' | 'plan_without_client_view'
  | 'goal_without_follow_up' | 'customership_without_worker'
export interface GapCount { kind: GapKind; label: Text; about: Text; after_workdays: number; law: string; mark: string; count: number }
export interface Gap {
  kind: GapKind
  object_id: string
  matter_id?: string
  number?: string
  client?: IdentityCard
  service_task: ServiceTask
  owner?: PersonRef
  since: string
  count: number
}
export interface GapList { rule_version: string; kinds: GapCount[]; items: Gap[] }
export interface TeamGaps {
  rule_version: string
  kinds: GapCount[]
  people: { professional?: PersonRef; total: number; by_kind: Partial<Record<GapKind, number>> }[]
}
export interface TeamWorkload { people: PersonWorkload[] }
export interface PersonWorkload {
  professional: PersonRef
  open: number
  by_lane: Partial<Record<Lane, number>>
  overdue: number
  oldest_days?: number
  absent?: { from: string; to: string; substitute?: PersonRef } | boolean
}
export interface CaseloadHandOver { from_professional_id: string; to_professional_id: string; reason: string; matter_ids?: string[] }
export interface CaseloadMoved { moved: number; refused: { matter_id: string; reason: string }[] }
export interface LiveEvent { seq: string; kind: string; matter_id?: string; client_id?: string; team_id?: string }

// ---- matter
export interface Matter extends MatterCard {
  need_reasons: string[]
  notifier?: string
  notifier_name?: string
  own_words?: string
  description?: string
  routing: {
    proposed_team: Named
    why: { rule: string; text: Text; law?: string }[]
    overruled?: { reason: string; by: PersonRef }
  }
  deadlines: Deadline[]
  steps: Step[]
  documents: DocumentRef[]
  decisions: DecisionRef[]
  customership?: Customership
  closed?: { at: string; reason: string }
  /** What of a shared matter is each client's; absent when it has always had one. */
  parts?: MatterPart[]
  can: { move_to: Lane[]; refusals: { action: string; reason: string }[] }
  /** What the viewer did last and can still take back. */
  undo?: { action: string; until: string }
}
export interface MatterPart {
  client_id: string
  name: string
  main: boolean
  joined_on: string
  left_on?: string
  reason?: string
  unread: number
  hearings_open: number
  own_view: boolean
}
export interface Step { id: string; at: string; kind: string; actor: PersonRef; acting?: ActingGround; reason?: string; from?: string; to?: string; text?: string }
export interface Note {
  id: string
  version: number
  kind: 'contact' | 'home_visit' | 'phone' | 'office' | 'network_meeting' | 'other'
  at: string
  text: string
  client_id?: string
  /** The finished document it was read from. */
  document_id?: string
  author?: PersonRef
  permitted_actions?: string[]
}
export interface PaymentCommitment {
  id: string
  client_id: string
  matter_id: string
  document_id: string
  recipient: string
  service?: string
  content?: string
  max_cents?: number
  terms?: string
  valid_from?: string
  valid_to?: string
  issued_on: string
  in_force: boolean
  recorded_by?: PersonRef
}
/** A permit or a denial of disclosure as it was said; it opens and closes nothing by itself. */
export interface DisclosureChoice {
  id: string
  client_id: string
  matter_id: string
  document_id: string
  kind: 'permit' | 'denial'
  level: 'all' | 'controller' | 'service_task' | 'document'
  subject?: string
  given_on?: string
  by_representative: boolean
  recorded_at: string
  replaced_at?: string
  recorded_by?: PersonRef
}
export interface ClientEntries { payment_commitments: PaymentCommitment[]; disclosure_choices: DisclosureChoice[] }
export interface Message { id: string; at: string; from: 'client' | 'staff'; author: string; acting?: ActingGround; text: string; read_at?: string }
export interface Attachment {
  id: string
  name: string
  content_type: string
  size: number
  at: string
  by?: PersonRef
  /** Only a clean one is given out; an unchecked one where nothing looks files through. */
  scan: 'waiting' | 'clean' | 'infected' | 'unchecked'
  found?: string
  /** The scanner does not seem to answer; it is asked again. */
  delayed: boolean
}
export interface Hearing { id: string; client_id?: string; question: string; answer_by: string; asked_at?: string; answer?: string; answered_at?: string; no_answer?: boolean }

// ---- documents
export type DocumentKind = 'initiation' | 'assessment' | 'plan' | 'decision'
export interface Structure {
  id?: string
  oid: string
  version: string
  title: Text
  schema: Record<string, unknown>
  ui?: Record<string, unknown>
  /** The code sets its fields use, by object identifier. */
  code_sets?: Record<string, CodeSetRef>
  /** Which fields are needed when; checked when the document is finished. */
  conditions?: StructureCondition[]
}
export interface CodeSetRef { oid: string; version: string; state: 'imported' | 'linked'; name: Text; link?: string; codes: number }
export interface Code { code: string; label: Text; valid_from?: string; valid_to?: string }
export interface FoundCodes { set: CodeSetRef; codes: Code[]; more: boolean }
export interface StructureCard {
  id: string
  oid: string
  family: string
  version: string
  title: Text
  document_type?: string
  subject?: string
  kind?: DocumentKind
  newest: boolean
}
export interface DocumentRef { id: string; kind?: DocumentKind; title: Text; state: 'draft' | 'final'; updated_at: string; client_ids?: string[] }
export interface Document {
  id: string
  version: number
  kind?: DocumentKind
  title: Text
  state: 'draft' | 'final'
  body: Record<string, unknown>
  structure: { id: string; oid: string; version: string }
  /** Absent for a document that came with older data and belongs to no matter. */
  matter_id?: string
  client_ids: string[]
  updated_at: string
  updated_by: PersonRef
  known_paths: string[]
  versions: { version: number; at: string; by: PersonRef; state: 'draft' | 'final' }[]
  permitted_actions: string[]
}

// ---- decision
export interface DecisionRef { id: string; client_id: string; state: Decision['state']; outcome?: Decision['outcome']; decided_at?: string; force: Force }
export interface Decision {
  id: string
  version: number
  client_id: string
  state: 'draft' | 'decided' | 'sent'
  outcome?: 'positive' | 'partial' | 'negative'
  document_id: string
  decided_by?: PersonRef
  decided_at?: string
  sent_at?: string
  sent_by_channel?: string
  deemed_received_on?: string
  appeal_until?: string
  valid_from?: string
  valid_to?: string
  received_on?: string
  received_note?: string
  receipt?: { about: Text; section: string; mark: string }
  force: Force
  replaces_id?: string
  replaced_by_id?: string
  remedy?: DecisionRemedy
  reviews: ReviewRequest[]
  corrections: DecisionCorrection[]
  appeals: DecisionAppeal[]
  permitted_actions: string[]
  refusals: { action: string; reason: string }[]
}
export type Force = 'in_force' | 'suspended' | 'replaced' | 'changed' | 'annulled'
export interface DecisionRemedy { kind: 'review' | 'appeal'; label: Text; authority: Text; address: Text; section: string; rule_version: string }
export type ReviewState = 'received' | 'taken' | 'decided' | 'withdrawn'
export type ReviewOutcome = 'upheld' | 'changed' | 'annulled' | 'dismissed_late'
export interface ReviewRequest {
  id: string
  version: number
  state: ReviewState
  channel: 'own' | 'paper' | 'email' | 'phone' | 'visit'
  arrived_on: string
  late: boolean
  words: string
  recorded_by?: PersonRef
  authority: Text
  taken_by?: PersonRef
  taken_at?: string
  outcome?: ReviewOutcome
  reasons?: string
  decided_by?: PersonRef
  decided_at?: string
  new_decision_id?: string
  appeal_until?: string
  appeal_to?: Text
  permitted_actions: string[]
  refusals: { action: string; reason: string; who_can?: PersonRef[] }[]
}
export interface DecisionCorrection {
  id: string
  kind: 'factual' | 'writing'
  ground?: 'wrong_facts' | 'wrong_law' | 'procedure' | 'new_facts'
  error: string
  effect: 'good' | 'neutral' | 'harm'
  consent?: 'given' | 'own_conduct'
  unheard_reason?: string
  corrected_by?: PersonRef
  corrected_at: string
  new_decision_id: string
}
export type AppealState = 'pending' | 'decided' | 'withdrawn'
export type AppealOutcome = 'dismissed' | 'not_examined' | 'changed' | 'annulled' | 'returned'
export interface DecisionAppeal {
  id: string
  version: number
  court: string
  reference?: string
  made_on: string
  state: AppealState
  outcome?: AppealOutcome
  decided_on?: string
  note?: string
  permitted_actions: string[]
}
export interface OwnReview {
  id: string
  version: number
  state: ReviewState
  arrived_on: string
  late: boolean
  words: string
  authority: Text
  outcome?: ReviewOutcome
  reasons?: string
  decided_on?: string
  appeal_until?: string
  appeal_to?: Text
}
export interface OwnDecision {
  id: string
  outcome?: string
  sent_at?: string
  received_on?: string
  appeal_until?: string
  document_id: string
  force: Force
  remedy?: DecisionRemedy
  can_ask: boolean
  reviews: OwnReview[]
  appeals: { id: string; court: string; made_on: string; state: AppealState; outcome?: AppealOutcome; decided_on?: string }[]
}

// ---- customership
export interface Customership {
  id: string
  version: number
  service_task: ServiceTask
  responsible_worker: PersonRef
  contact_person?: PersonRef
  team: Named
  opened_on: string
  closed_on?: string
  state: 'open' | 'closed'
  permitted_actions: string[]
}

// ---- summary
export interface ItemRef { kind: string; id: string; openable: boolean; matter_id?: string; document_id?: string }
export interface TimelineItem { from: string; to?: string; count?: number; label: Text | string; kind: string; tone: Tone; ref: ItemRef }
export interface Summary {
  header: ClientHeader
  lens: { role: Role; order: string[]; version: string }
  as_of: string
  alerts: { kind: string; tone: Tone; title: Text; detail?: Text; at?: string; source: ItemRef }[]
  deadlines: (Deadline & { matter: { id: string; number: string; situation: Situation } })[]
  open: {
    what: { kind: 'matter' | 'customership' | 'service_request' | 'appointment'; title: Text | string }
    who?: string
    due_on?: string
    tone: Tone
    ref: ItemRef
  }[]
  timeline: {
    from: string
    to: string
    lanes: { lane: 'emergency_ward' | 'visits' | 'services' | 'plans_decisions' | 'functioning'; items: TimelineItem[] }[]
  }
  history: { service: string | Text; from: string; to: string; count: number; ref: ItemRef; led_from?: ItemRef }[]
  plans: {
    id: string
    title: Text | string
    source: 'punos' | 'record'
    status: string
    goals: { id?: string; text: string; status: string; progress?: number; followed_on?: string }[]
    services: { what: Text | string; who?: string; how_often?: string; from?: string; to?: string }[]
    ref: ItemRef
  }[]
  medication: { name: string; dose?: string; status: string; since?: string; ref: ItemRef }[]
  risks: { kind: 'allergy' | 'flag' | 'condition'; title: string; severity?: string; since?: string; ref: ItemRef }[]
  conditions: { title: string; since?: string; ref: ItemRef }[]
  devices: { name: string; status: string; since?: string; ref: ItemRef }[]
  people: { name: string; role: string; kind: 'client' | 'close_one' | 'professional' | 'unit'; phone?: string; tone?: Tone; linked_to?: string }[]
  measures: {
    code: string
    name: string
    value: string
    unit?: string
    at: string
    previous?: { value: string; at: string }
    trend?: 'up' | 'down' | 'same'
    series: { at: string; value: number }[]
    ref: ItemRef
  }[]
  withheld: { registers_open: Register[]; note: 'other_registers_may_hold'; ways: ('ask_permit' | 'named_ground')[] }
  quality: PartQuality[]
}
export interface ItemView {
  item: Record<string, unknown>
  original?: { source_system: string; received_at: string; hash: string; content_type: string; body: unknown; version: number }
}

// ---- the client's own side
export interface ClientOverview { given_name: string; matters: ClientMatter[]; customerships: Customership[]; messages_unread: number }
export interface ClientMatter {
  id: string
  version?: number
  number: string
  situation?: Situation
  title: Text
  kind: string
  stages: { code: string; state: 'done' | 'now' | 'next'; at?: string; note?: Text }[]
  handler?: { name: string; title: Text }
  team: Named | string
  next: { what: Text; by?: string }
  deadline?: Deadline
  state: MatterState
  unread: number
  own_view?: string
  plan?: { document_id?: string; goals: unknown[]; services: unknown[] }
  decisions: OwnDecision[]
  hearings?: Hearing[]
}
export interface NewClientMatter {
  kind: 'contact' | 'application' | 'concern'
  about: 'self' | 'other'
  service_task?: ServiceTask
  text: string
  need_reasons?: string[]
  urgency_felt?: Urgency
  concern_about?: { name: string; [field: string]: unknown }
  reply_wanted: boolean
}

// ---- rules
export type RuleVersionState = 'in_force' | 'planned' | 'past' | 'withdrawn' | 'offered' | 'unreadable'
export interface RuleError {
  file: string
  line?: number
  column?: number
  rule?: string
  field?: string
  code: string
  params?: Record<string, string>
  problem: string
}
export interface RuleVersion {
  name: string
  number: number
  origin: string
  state: RuleVersionState
  valid_from: string
  valid_to?: string
  source: string
  why?: string
  base?: string
  restores?: string
  at: string
  by?: PersonRef
  withdrawn?: { at: string; by?: PersonRef; why: string }
  faults?: RuleError[]
}
export interface RuleVersionText extends RuleVersion { id: string; text: string; revision: number }
export interface NewerShipped { name: string; base: string }
export interface RuleKind {
  kind: string
  in_force: RuleVersion
  planned?: RuleVersion
  newer_shipped?: NewerShipped
  unreadable: number
  revision: number
}
export interface RuleHistory {
  kind: string
  revision: number
  today: string
  in_force: string
  newer_shipped?: NewerShipped
  may_change: boolean
  may_try: boolean
  versions: RuleVersion[]
}
export interface RuleCheck {
  holds: boolean
  faults: RuleError[]
  valid_from?: string
  taken_over_by?: { name: string; from: string }
  same_as?: string
}
export interface RoutedTeam { key: string; name: string }
export interface RoutingEffect {
  matters: number
  moved: number
  by_team: { from: RoutedTeam; to: RoutedTeam; matters: number }[]
  by_rule: { rule: string; before: number; after: number }[]
  rows: {
    id?: string
    number: string
    initiated_on: string
    situation: Situation
    service_task: ServiceTask
    from: RoutedTeam
    to: RoutedTeam
    rule_before: string
    rule_after: string
  }[]
}
export interface DeadlineEffect {
  clocks: number
  moved: number
  earlier: number
  later: number
  more: number
  fewer: number
  become_overdue: number
  no_longer_overdue: number
  met_too_late: number
  by_rule: { rule: string; label: Text; change: string; moved: number; more: number; fewer: number; become_overdue: number }[]
  rows: {
    id?: string
    number: string
    rule: string
    label: Text
    started_on: string
    due_before?: string
    due_after?: string
    overdue_before: boolean
    overdue_after: boolean
  }[]
}
export interface LensEffect {
  role: string
  people: number
  sections_before: string[]
  sections_after: string[]
  timeline_before: string[]
  timeline_after: string[]
}
export interface RulePreview {
  kind: string
  valid_from: string
  compared_with: string
  from: string
  to: string
  routing?: RoutingEffect
  deadlines?: DeadlineEffect
  lenses?: LensEffect[]
  retention?: RetentionEffect
  codes?: { list: string; code: string; change: string }[]
}
export interface RetentionCount {
  removed: number
  held: number
  at_least: boolean
}
export interface RetentionEffect {
  rules: { rule: string; label: Text; unit: 'persons' | 'lines' | 'cases'; change: string; before?: RetentionCount; after?: RetentionCount }[]
}
// ---- appointments and notices
export type Place = 'home_visit' | 'office' | 'remote'
export type AppointmentState = 'booked' | 'confirmed' | 'other_asked' | 'cancelled'
export type NoticeChannel = 'email' | 'sms' | 'suomifi'
export interface AppointmentCancelled { reason: string; text?: string; by: string }
export interface DeliveryView { channel: NoticeChannel; state: 'waiting' | 'sending' | 'sent' | 'failed' | 'uncertain' | 'dropped'; attempts: number; at?: string; code?: string }
export interface NoticeState { id: string; client_id: string; occasion: string; label: Text; object_id: string; made_at: string; deliveries: DeliveryView[] }
export interface MatterNotices { in_use: NoticeChannel[]; clients: { client_id: string; channels: NoticeChannel[] }[]; notices: NoticeState[] }
export interface Appointment {
  id: string
  version: number
  client: IdentityCard
  matter_id?: string
  team: Named
  handler: PersonRef
  people: PersonRef[]
  place: Place
  address?: string
  address_hidden: boolean
  unit?: { id: string; name: string }
  link?: string
  why: string
  starts_at: string
  ends_at: string
  state: AppointmentState
  client_words?: string
  cancelled?: AppointmentCancelled
  notices?: NoticeState[]
  permitted_actions: string[]
}
export interface Overlap { professional: PersonRef; starts_at: string; ends_at: string }
export interface DayList { from: string; to: string; appointments: Appointment[] }
export interface OwnAppointment {
  id: string
  version: number
  matter_id?: string
  place: Place
  address?: string
  unit?: string
  link?: string
  why: string
  people: { name: string; title: Text }[]
  starts_at: string
  ends_at: string
  state: AppointmentState
  client_words?: string
  cancelled?: AppointmentCancelled
  permitted_actions: string[]
}
export interface OwnChannel { channel: NoticeChannel; available: boolean; chosen: boolean; address?: string }
export interface OwnNotices { version: number; channels: OwnChannel[] }

// ---- accessibility
/** How sure it is that a rule says what the law says. */
export type Certainty = 'verified' | 'memory' | 'uncertain'
export interface AccessibilityStatement {
  organisation: Text
  service: Text
  conformance: 'full' | 'partial' | 'none'
  reviewed_on: string
  method: Text
  reply_days: number
  law: string
  mark: Certainty
  contact: { email?: string; phone?: string; address?: string }
  authority: { name: Text; web: string; email?: string; phone?: string; mark: Certainty }
  shortcomings: { code: string; criterion?: string; what: Text; instead: Text; mend_by?: string }[]
}
export interface NewFeedback { page?: string; words: string; contact?: string; language?: string }
export interface FeedbackReceipt { code: string; due_on: string }
export interface FeedbackState { state: string; received_at: string; due_on: string; answer?: string; answered_at?: string }
// ---- identities of one person
export interface OneIdentity { card: IdentityCard; main: boolean; linked_at?: string; permitted_actions: string[] }
export interface LinkTime { client_id: string; linked_to?: string; reason: string; linked_at: string; linked_by?: PersonRef; unlinked_at?: string; unlinked_by?: PersonRef }
export interface HetuTime { client_id: string; hint: string; valid_from: string; valid_to?: string }
export interface IdentityView { identities: OneIdentity[]; links: LinkTime[]; hetus: HetuTime[] }
export interface Difference { field: string; temporary?: string; real?: string }
export interface WrittenCount { client_id: string; kind: string; count: number }
export interface LinkPreview { temporary: IdentityCard; real: IdentityCard; differences: Difference[]; warnings: string[]; comes: WrittenCount[]; refusal?: string }
export interface UnlinkPreview { identity: IdentityCard; main: IdentityCard; linked_at: string; linked_by?: PersonRef; after: WrittenCount[]; came_after: number }

// ---- what the population register told, and what must be decided because of it
export interface PopulationFact {
  kind: string
  value?: string
  person?: string
  person_id?: string
  ended: boolean
  valid_from?: string
  valid_to?: string
  changed_at: string
  change_number: number
  taken_at: string
}
export interface PopulationView { facts: PopulationFact[]; address_hidden: boolean }
export type SettleOutcome = 'ended' | 'handed_over' | 'goes_on'
export type SettleCause = 'died' | 'moved_away' | 'protection_ended'
export type SettleObject = 'appointment' | 'customership' | 'matter' | 'permit' | 'mandate' | 'notice' | 'protection'
export interface SettleItem {
  id: string
  version: number
  cause: SettleCause
  happened_on?: string
  object_kind: SettleObject
  object_id: string
  client?: IdentityCard
  service_task: ServiceTask
  number?: string
  starts_at?: string
  over: boolean
  handler?: PersonRef
  about: Text
  law: string
  mark: string
  rule_version: string
  made_at: string
  outcomes: SettleOutcome[]
  outcome?: SettleOutcome
  reason?: string
  settled_at?: string
  settled_by?: PersonRef
}
export interface SettleList { items: SettleItem[]; open: number; next?: string }

export type WillKind = 'permit' | 'denial' | 'biobank' | 'guidance'
export type WillLevel = 'all' | 'controller' | 'service_task' | 'document'
/** One thing a client can say of their data, in the words they are told before it. */
export interface WillChoice {
  code: string
  kind: WillKind
  level: WillLevel
  register?: Register
  label: Text
  told: Text
  does: Text[]
  does_not: Text[]
  /** Of a denial: the words of letting an emergency use the data. */
  emergency?: Text
  law: string
  mark: 'verified' | 'memory' | 'uncertain'
  /** When the client was told of it in the words now in force. */
  informed_at?: string
}
export interface WillDocument { id: string; title: Text; at?: string }
/** What a client has said; in force until `withdrawn_at`. */
export interface WillExpression {
  id: string
  code: string
  kind: WillKind
  level: WillLevel
  label?: Text
  register?: Register
  service_task?: ServiceTask
  document?: WillDocument
  /** What it is of is not for the viewer to know. */
  hidden: boolean
  emergency_ok: boolean
  given_by: string
  channel: string
  informed_at: string
  text_version?: string
  given_at: string
  recorded_by?: PersonRef
  withdrawn_at?: string
  withdrawn_kind?: string
  withdrawn_by?: PersonRef
  kanta?: WillInKanta
}
/** Where one will is on its way to Kanta. */
export interface WillInKanta { state: 'waiting' | 'there' | 'refused'; reason?: string; at?: string }
/** From what time the wills in Kanta are known. */
export interface WillsFromKanta { as_of?: string; failing_since?: string }
export interface ClientWill { text_version: string; choices: WillChoice[]; said: WillExpression[]; permitted_actions: string[]; kanta?: WillsFromKanta }

// ---- self-direction: what a client shares, with whom and when
export type SharingParty = 'own_team' | 'other_units' | 'close_ones' | 'apps' | 'myself'
export type SharingChoice = 'share' | 'ask' | 'keep'
export type SharingSituation = 'ordinary' | 'emergency' | 'planning'
export interface SharedData { code: string; label: Text; about: Text }
export interface SharingOption { choice: SharingChoice; label: Text; weight: number }
export interface SharingWith {
  party: SharingParty
  label: Text
  about: Text
  options: SharingOption[]
  situations: SharingSituation[]
  /** What holds while nothing is chosen. */
  default: SharingChoice
}
export interface SharingWhen { situation: SharingSituation; label: Text; about: Text }
export interface SharingCell {
  situation: SharingSituation
  party: SharingParty
  group: string
  choice: SharingChoice
  /** The client has said it for this very place. */
  own: boolean
}
/** What the law lets through whatever is chosen, and what a choice does. */
export interface SharingLaw {
  party: SharingParty
  groups: string[]
  effect: 'wish' | 'will' | 'mandate' | 'authorisation'
  /** Of a will: the register its permit and denial are of. */
  register?: Register
  text: Text
  law: string
  mark: 'verified' | 'memory' | 'uncertain'
}
export interface PresetChoice { party: SharingParty; group: string; choice: SharingChoice }
export interface SharingPreset { code: string; percent: number; label: Text; about: Text; choices: PresetChoice[] }
export interface SharingKept {
  situation: SharingSituation
  party: SharingParty
  group: string
  choice: SharingChoice
  from: string
  ended_at?: string
}
export interface ClientSelfDirection {
  text_version: string
  /** 0–100, counted from what holds in ordinary life. */
  percent: number
  preset?: string
  groups: SharedData[]
  parties: SharingWith[]
  situations: SharingWhen[]
  laws: SharingLaw[]
  presets: SharingPreset[]
  cells: SharingCell[]
  saved_at?: string
  can_undo: boolean
  kept: SharingKept[]
  viewers: SharingViewer[]
}
export interface SharingViewer { kind: 'own_team' | 'other_unit' | 'emergency' | 'close_one'; role?: Role }
export interface SharingSaved { percent: number }
export interface GroupSeen {
  group: string
  open: 'open' | 'partly' | 'hidden'
  why: ('relation' | 'permit' | 'ground' | 'mandate' | 'denied' | 'no_permit' | 'not_tied' | 'colleague' | 'role' | 'documents' | 'choice')[]
  /** Of a group that is partly open: the tasks that are. */
  tasks: ServiceTask[]
}
export interface SharingSeen { viewer: SharingViewer; groups: GroupSeen[] }
export interface SharingWish {
  party: SharingParty
  party_label: Text
  group: string
  group_label: Text
  situation: SharingSituation
  situation_label: Text
  choice: SharingChoice
  wish: Text
  from: string
}
export interface SharingWishes { wishes: SharingWish[] }

// ---- the data subject's rights
export interface OwnCopy {
  id: string
  state: 'making' | 'ready' | 'failed' | 'removed'
  progress: number
  language: 'fi' | 'sv' | 'en'
  asked_at: string
  due_on: string
  made_at?: string
  keep_until?: string
  size?: number
  /** It holds everything; one that a professional started holds what is open to them. */
  whole: boolean
  asked_by?: PersonRef
  can_download: boolean
}
export interface Restriction {
  id: string
  version: number
  register: Register
  service_task: ServiceTask
  /** A kind of own data, or `register`. */
  object_kind: string
  object_id?: string
  object_label?: string
  ground: string
  ground_label?: Text
  why: string
  marked_at: string
  marked_by?: PersonRef
  informed_at?: string
  lifted_at?: string
  lift_reason?: string
}
export interface RightsRequest {
  id: string
  version: number
  kind: 'copy' | 'correction'
  state: 'waiting' | 'done' | 'refused'
  asked_at: string
  channel: string
  register: Register
  service_task: ServiceTask
  object_kind?: string
  object_id?: string
  object_label?: string
  wrong?: string
  correct?: string
  due_on: string
  overdue: boolean
  extended_at?: string
  extended_reason?: string
  outcome?: string
  answer?: string
  answered_at?: string
  answered_by?: PersonRef
  appeal?: { about: Text; law: string; mark: 'verified' | 'memory' | 'uncertain' }
  seen_at?: string
  client?: IdentityCard
  restrictions: Restriction[]
  permitted_actions: string[]
}
export interface RightsRequests { items: RightsRequest[]; waiting: number; overdue: number; next?: string }
export interface RightsThingKind { code: string; label: Text }
export interface OwnRights {
  copies: OwnCopy[]
  requests: RightsRequest[]
  restrictions: Restriction[]
  kinds: RightsThingKind[]
  answer_about: Text
  kept_about: Text
}
export interface ClientRights { restrictions: Restriction[]; copies: OwnCopy[]; can_copy: boolean; kept_about: Text }
export interface OwnThing { id: string; label: string; at?: string }
// ---- The data catalogue ---------------------------------------------------------------------------------------------
export type GovernanceLevel = 'county' | 'jointly_defined' | 'joint' | 'national' | 'undecided'
export type ItemData = 'client' | 'patient' | 'client_or_patient' | 'possibly' | 'no'
export type RuleMark = 'verified' | 'memory' | 'uncertain'
export interface CatalogueGroup { code: string; label: Text }
export interface CatalogueQuestion { level: GovernanceLevel; ask: Text; because: Text }
export interface CatalogueRole { role: Role; opens: string[]; mark: RuleMark; why: Text }
export interface CatalogueFacet { code: string; level: GovernanceLevel; label: Text; master: Text; reason: Text; leaves: boolean }
export interface CatalogueItem {
  row: number
  code: string
  group: string
  data: ItemData
  level: GovernanceLevel
  mark: RuleMark
  label: Text
  master: Text
  reason: Text
  facets: CatalogueFacet[]
  leaves: boolean
  opens: Role[]
  /** Kinds of rows, by their tables. */
  kept: string[]
}
export interface CatalogueView {
  version: string
  valid_from: string
  source: string
  groups: CatalogueGroup[]
  questions: CatalogueQuestion[]
  rows: CatalogueItem[]
  roles: CatalogueRole[]
  may_change: boolean
  may_count: boolean
}
export interface LevelProposal { level: GovernanceLevel; because?: Text; leaves: boolean }
export interface ItemSide { group: string; level: GovernanceLevel; opens: Role[]; leaves: boolean }
export interface CatalogueChange { row: number; before: ItemSide; after: ItemSide; gain: Role[]; lose: Role[]; changes: boolean }
export interface KeptCount { kind: string; number: number; more: boolean }

/** An open session of one's own. */
export interface OwnSession {
  id: string
  browser?: string
  system?: string
  started_at: string
  used_at?: string
  here: boolean
}
/** By what somebody acts for a client. */
export type ActingGround = 'custody' | 'mandate' | 'invitation'
export interface ActingNow { client_id: string; name: string; given_name: string; ground: ActingGround; opens: string[]; about?: Text }
export interface ActingChoice { client_id: string; name: string; given_name: string; ground: ActingGround; until?: string; fetched_at?: string; shared: boolean }
export interface ActingChoices { now?: ActingNow; choices: ActingChoice[]; register: boolean; never: Text[] }
export interface InvitationGroup { code: string; label: Text }
export interface InvitationSent {
  id: string
  name: string
  groups: string[]
  valid_until: string
  /** waiting | accepted | declined | ended | over */
  state: string
  made_at: string
  answered_at?: string
  ended_at?: string
  ended_by?: string
  can_end: boolean
}
export interface InvitationReceived { id: string; name: string; groups: string[]; valid_until: string; state: string; made_at: string }
export interface Invitations {
  sent: InvitationSent[]
  received: InvitationReceived[]
  groups: InvitationGroup[]
  longest: string
  about: Text
  close_ones: string[]
  can_invite: boolean
}
/** What a minor has said of showing their data to guardians (THL 1.2.246.537.5.40202). */
export interface MinorRight { id: string; register: Register; matter_id?: string; code: string; label?: Text; assessment?: string; recorded_at: string; recorded_by?: string }
export interface OwnMinorRight { minor: boolean; said: MinorRight[]; about: Text }
export interface MayAct { name: string; ground: ActingGround; shared: boolean; groups: Text[]; until?: string }
export interface ActingFor { who: MayAct[]; minor: boolean; said: MinorRight[]; codes: { code: string; label: Text }[]; law: string; permitted_actions: string[] }

// ---- Functional ability (toimintakyky) ----
export type Dimension = 'physical' | 'mental' | 'cognitive' | 'social' | 'coping'
export type MeasurementOrigin = 'self' | 'close_one' | 'professional' | 'device'
export type MeasurementEndReason = 'wrong_value' | 'wrong_client' | 'wrong_time' | 'unreliable' | 'other'
export type ScoreChange = 'better' | 'worse' | 'higher' | 'lower' | 'within_error' | 'same'
export type BandSeverity = 'good' | 'mild' | 'moderate' | 'severe'
export type BandSex = 'female' | 'male'
/** A number, the code of a choice, words, or `unable`. */
export type MeasureAnswer = number | string
export interface PointStep { below?: number; up_to?: number; points: number }
export interface MeasureOption { code: string; label: Text; points: number }
export interface MeasureItem {
  code: string
  kind: 'number' | 'time' | 'choice' | 'text'
  label: Text
  help?: Text
  unit?: string
  low?: number
  high?: number
  decimals: number
  optional: boolean
  /** Points when the person was unable to; absent: it is not an answer. */
  unable?: number
  steps: PointStep[]
  options: MeasureOption[]
}
export interface MeasureBand { code: string; below?: number; up_to?: number; sex?: BandSex; label: Text; severity: BandSeverity }
export interface MeasureError { mdc: number; source: string; mark: RuleMark }
export interface MeasureDefinition {
  code: string
  version: string
  valid_from?: string
  valid_to?: string
  name: Text
  about: Text
  dimension: Dimension
  recorders: ('client' | 'staff')[]
  items: MeasureItem[]
  /** The items are asked so many times at most. */
  repeats?: number
  score: { kind: string }
  unit?: string
  decimals: number
  low?: number
  high?: number
  better: 'higher' | 'lower' | 'neither'
  /** From the lowest score up. */
  bands: MeasureBand[]
  error?: MeasureError
  licence: 'free' | 'licensed'
  holder?: string
  icf: string[]
  loinc?: string
  source: string
  mark: RuleMark
}
export interface BandSeen { code: string; label: Text; severity: BandSeverity }
export interface ScoreSeen { score?: number; band?: BandSeen }
export interface MeasurementEnded { how: 'corrected' | 'withdrawn'; reason?: MeasurementEndReason; at: string; by?: PersonRef }
export interface Measurement {
  id: string
  measure: string
  measure_version: string
  rules_version: string
  rows: Record<string, MeasureAnswer>[]
  score?: number
  band?: BandSeen
  origin: MeasurementOrigin
  note?: string
  measured_at: string
  recorded_at: string
  recorded_by?: PersonRef
  /** Recorded by one who acts for the client. */
  by_another: boolean
  corrects?: string
  ended?: MeasurementEnded
  permitted_actions: string[]
}
export interface ChangeSeen { change: ScoreChange; earlier: number; earlier_at: string; error_known: boolean }
export interface LatestScore { origin?: MeasurementOrigin; measurement_id?: string; score?: number; band?: BandSeen; measured_at: string; since?: ChangeSeen; readings: ReadingSeen[] }
/** What a result means to one profession; none is told to the client’s side. */
export interface ReadingSeen { profession: Text; own: boolean; read_as: 'problem' | 'sizing' | 'dose' | 'outcome' | 'ground'; words: Text; source: string; mark: 'verified' | 'memory' | 'uncertain' }
export type GoalGoing = 'farther' | 'same' | 'closer'
export interface GoalFollowUp { at: string; going: GoalGoing; words?: string }
export interface OwnGoal { id: string; words: string; set_at: string; ended_at?: string; ended_how?: 'reached' | 'left'; follow_ups: GoalFollowUp[] }
export interface MeasureStanding { measure: string; dimension: Dimension; latest: LatestScore[] }
export interface MeasurementPlace { register: Register; service_task: ServiceTask }
export interface ClientFunctioning {
  rules_version: string
  sex?: BandSex
  measures: MeasureDefinition[]
  /** Codes of the measures the viewer can record today. */
  recordable: string[]
  profile: MeasureStanding[]
  /** Newest first, in force and ended. */
  measurements: Measurement[]
  more: boolean
  places: MeasurementPlace[]
  for_another: boolean
}

// ---- Home safety (kotiturvallisuus) ----
export type SafetyFinding = 'fine' | 'risk' | 'unseen' | 'not_relevant'
export type SafetyHazard = 'fire' | 'accident'
export type SafetySeverity = 'minor' | 'notable' | 'serious'
export type TookPart = 'along' | 'partly_along' | 'not_along'
export type RiskState = 'found' | 'agreed' | 'mended' | 'accepted' | 'passed_on' | 'mistaken'
export type RiskDoer = 'team' | 'client' | 'landlord' | 'close_one' | 'rescue' | 'other'
export type RescueState = 'waiting' | 'received' | 'refused' | 'by_hand' | 'delivered'
export interface SafetyChoice { code: string; label: Text }
export interface SafetyGroup { code: string; label: Text }
export interface SafetyItem {
  code: string
  group: string
  question: Text
  risk: Text
  severity: SafetySeverity
  days: number
  hazard?: SafetyHazard
  source: string
  mark: RuleMark
}
export interface RescueRules {
  ground: string
  label: Text
  law: string
  mark: RuleMark
  who: Text
  emergency: Text
  protected: Text
  told: string[]
  untold: Text[]
  buildings: SafetyChoice[]
  abilities: SafetyChoice[]
  evacuations: SafetyChoice[]
  shown_to_client: boolean
}
export interface SafetyChecklist { version: string; in_force: boolean; rules: { notice: RescueRules; groups: SafetyGroup[]; items: SafetyItem[] } }
export interface SafetyPicture { id: string; name: string }
export interface SafetyAnswer { answer: SafetyFinding; words?: string; pictures: SafetyPicture[]; at: string; by: string }
export interface SafetySaved { id: string; version: number; saved_at: string }
export interface SafetyAssessment {
  id: string
  version: number
  state: 'draft' | 'finished' | 'replaced' | 'discarded'
  matter_id?: string
  register: Register
  rules_version: string
  answers: Record<string, SafetyAnswer>
  took_part?: TookPart
  own_view?: string
  begun_at: string
  begun_by?: PersonRef
  finished_at?: string
  finished_by?: PersonRef
  corrects?: string
  correction_reason?: string
  saved_at: string
  /** answer · finish · discard · correct */
  permitted_actions: string[]
}
export interface RiskStep { at: string; by: string; state: RiskState; act?: string; doer?: RiskDoer; due_on?: string; words?: string; notice?: string }
export interface SafetyRisk {
  id: string
  version: number
  client?: IdentityCard
  assessment_id: string
  item: string
  group: Text
  risk: Text
  hazard?: SafetyHazard
  severity: SafetySeverity
  words?: string
  state: RiskState
  act?: string
  doer?: RiskDoer
  due_on: string
  late: boolean
  team?: string
  handler?: PersonRef
  steps: RiskStep[]
  people: PersonRef[]
  found_at: string
  closed_at?: string
  permitted_actions: string[]
}
export interface RescuePlace { address?: string; home: boolean; protected: boolean }
export interface RescueFound { code: string; hazard: SafetyHazard; label: Text; words?: string }
export interface RescueContent {
  law: string
  place: RescuePlace
  building?: SafetyChoice
  found: RescueFound[]
  ability?: SafetyChoice
  evacuation?: SafetyChoice
  done?: string
  client?: { name: string; phone?: string }
  notifier?: { name: string; title?: Text; unit?: string; phone: string }
}
export interface RescuePreview { content: RescueContent; address_hidden: boolean; protected?: Text; untold: Text[]; receiver?: string; shown_to_client: boolean; digest: string }
export interface RescueNotice {
  id: string
  content: RescueContent
  address_hidden: boolean
  risks: string[]
  state: RescueState
  reason?: string
  tries: number
  receipt?: string
  receiver?: string
  made_at: string
  made_by?: PersonRef
  settled_at?: string
  settled_by?: PersonRef
  settled_words?: string
  shown_to_client: boolean
  permitted_actions: string[]
}
export interface RescueMade { id: string; state: RescueState }
export interface SafetyMatter { id: string; number: string; service_task: ServiceTask }
export interface ClientHomeSafety {
  checklists: SafetyChecklist[]
  assessments: SafetyAssessment[]
  risks: SafetyRisk[]
  notices: RescueNotice[]
  places: { register: Register; service_task: ServiceTask }[]
  matters: SafetyMatter[]
  receiver?: string
  /** begin · notify */
  permitted_actions: string[]
}
export interface RiskList { items: SafetyRisk[]; open: number; late: number; groups: SafetyGroup[]; next?: string }
export interface OwnSafetyAssessment { id: string; finished_at: string; took_part?: TookPart; own_view?: string; fine: number; risks: number }
export interface OwnSafetyRisk { id: string; risk: Text; severity: SafetySeverity; state: RiskState; words?: string; act?: string; doer?: RiskDoer; due_on: string; late: boolean }
export interface OwnHomeSafety { emergency: Text; assessments: OwnSafetyAssessment[]; risks: OwnSafetyRisk[]; notices: RescueNotice[] }

// ---- flow
export type ChainPlace = 'start' | 'first_contact' | 'assessment' | 'planning' | 'decision' | 'managing' | 'returned' | 'closed'
export type FlowPeriod = 'month' | 'quarter' | 'year'
export type ProcessWay = 'designed' | 'different' | 'unused' | 'hand_over'
export interface FlowTeam { id: string; name: string }
export interface ProcessChain { code: string; name: Text; about: Text; law: string; mark: 'verified' | 'memory' | 'uncertain'; rules_version: string }
export interface UsualStay { median_days: number; p90_days: number; of: number }
export interface QueuePlace { step: ChainPlace; since: string; days: number; ahead: number; usual?: UsualStay }
export interface PathStay { step: ChainPlace; team: string; entered_on: string; left_on?: string; days: number; nth: number; designed: boolean }
export interface MatterPath { chain: ProcessChain; stays: PathStay[]; target_days?: number; now?: QueuePlace }
export interface OwnPlace { place?: QueuePlace }
export interface ProcessStep {
  step: ChainPlace
  designed: boolean
  target_days?: number
  law?: string
  mark?: 'verified' | 'memory' | 'uncertain'
  left?: number
  median_days?: number
  p90_days?: number
  over_target?: number
  again?: number
  now?: number
  now_median_days?: number
}
export interface ProcessEdge { from: ChainPlace; to: ChainPlace; way: ProcessWay; back: boolean; n?: number; few: boolean; median_days?: number; handed?: number }
export interface ProcessMap {
  from: string
  to: string
  period: FlowPeriod
  service_task?: ServiceTask
  team_id?: string
  teams: FlowTeam[]
  chain: ProcessChain
  steps: ProcessStep[]
  edges: ProcessEdge[]
  least?: number
  counted_at: string
}
export interface ProcessRow { id: string; number: string; client?: IdentityCard; entered_on: string; left_on?: string; days: number; nth: number; handed: boolean }
export interface ProcessRows { total: number; hidden: number; items: ProcessRow[]; next?: number }
export interface FlowQueue {
  service_task: ServiceTask
  step: ChainPlace
  team: FlowTeam
  n?: number
  few: boolean
  median_days?: number
  oldest_days?: number
  target_days?: number
  over_target?: number
  parts: number[]
  came?: number
  went?: number
}
export interface PastWeek { weeks_ago: number; n: number }
export interface ForecastWeek { weeks: number; expected: number; low80: number; high80: number }
export interface QueueChecked { weeks: number; tried: number; within: number }
export interface QueueToCome { weeks_used: number; came: number; went: number; wait_days?: number; ahead: ForecastWeek[]; checked: QueueChecked }
export interface QueueForecast { on: string; n: number; past: PastWeek[]; to_come?: QueueToCome }
export interface FlowQueues { counted_at: string; teams: FlowTeam[]; parts_from: number[]; least?: number; queues: FlowQueue[] }

// ---- steering
export type FigureLevel = 'own' | 'team' | 'service' | 'organiser'
export type FigureUnit = 'pieces' | 'days' | 'share'
export type FigureBetter = 'more' | 'less' | 'none'
export type FigurePeriod = 'week' | 'month' | 'quarter'
export type TileDrawing = 'number' | 'line' | 'bars'
export type DemandService = 'emergency_visit' | 'ward_stay' | 'home_care_visit' | 'contact'
export interface FigureTeam { id: string; name: string }
export interface FigurePoint { from: string; to: string; value?: number; few: boolean; of?: number }
export interface FigureSeen {
  code: string
  name: Text
  about: Text
  unit: FigureUnit
  better: FigureBetter
  target?: number
  law: string
  mark: 'verified' | 'memory' | 'uncertain'
  points: FigurePoint[]
}
export interface FigureBoard {
  level: FigureLevel
  period: FigurePeriod
  service_task?: ServiceTask
  levels: FigureLevel[]
  teams: FigureTeam[]
  counted_at?: string
  rules_version: string
  least?: number
  figures: FigureSeen[]
}
export interface FigureRow { item: string; id: string; client?: IdentityCard; on: string; waited_days?: number; met?: boolean }
export interface FigureRows { code: string; name: Text; from: string; to: string; total: number; hidden: number; items: FigureRow[]; next?: number }
export interface FigurePart { team?: FigureTeam; service_task: ServiceTask; value?: number; few: boolean; of?: number; own: boolean }
export interface FigureParts { code: string; name: Text; from: string; to: string; unit: FigureUnit; parts: FigurePart[]; left_out: boolean }
export interface DashboardTile { figure: string; level: FigureLevel; service_task?: ServiceTask; drawing: TileDrawing }
export interface Dashboard {
  id: string
  version: number
  name: string
  owner: PersonRef
  team?: FigureTeam
  period: FigurePeriod
  tiles: DashboardTile[]
  removed: boolean
  permitted_actions: string[]
}
export interface NewDashboard { name: string; team_id?: string; period: FigurePeriod; tiles: DashboardTile[] }
export type ChangeSpan = 'six_weeks' | 'twelve_weeks' | 'twenty_four_weeks'
export type ChangeVerdict = 'better' | 'worse' | 'changed' | 'unsure'
export interface ChangeMark {
  id: string
  version: number
  name: string
  about: string
  happened_on: string
  team?: FigureTeam
  service_task?: ServiceTask
  made_by: PersonRef
  removed: boolean
  permitted_actions: string[]
}
export interface NewChangeMark { name: string; about: string; happened_on: string; team_id?: string; service_task?: ServiceTask }
export interface ChangeFigure { code: string; name: Text }
export interface ChangeMarks { changes: ChangeMark[]; figures: ChangeFigure[]; teams: FigureTeam[] }
export interface ChangeDifference { value: number; low?: number; high?: number }
export interface ChangeSide { from: string; to: string; value?: number; of?: number; few: boolean }
export interface ChangeHeld { before: ChangeSide; after?: ChangeSide; difference?: ChangeDifference; verdict?: ChangeVerdict }
export interface ChangeMeasure {
  code: string
  name: Text
  about: Text
  unit: FigureUnit
  weekly: boolean
  better: FigureBetter
  law: string
  mark: 'verified' | 'memory' | 'uncertain'
  rules_version: string
  least: number
  here: ChangeHeld
  year_before: ChangeHeld
  elsewhere?: ChangeHeld
  points: FigurePoint[]
}
export interface ForecastDay { on: string; expected: number; low80: number; high80: number; low95: number; high95: number; came?: number; few: boolean }
export interface ForecastChecked { days: number; tried: number; in80?: number; in95?: number }
export interface ForecastArea { area: string; name?: Text; days: ForecastDay[]; checked: ForecastChecked; mean: number }
export interface ForecastPage { service: DemandService; made_on?: string; counted_to?: string; areas: ForecastArea[]; least: number }
export interface Capacity {
  load: number
  turned_away: number
  waits?: number
  mean_wait_days?: number
  share: number
  needed_without_waiting?: number
  needed_with_waiting?: number
}

// ---- service requests
export type RequestState = 'sent' | 'accepted' | 'declined' | 'done' | 'followed' | 'withdrawn'
export type RequestStepKind = 'sent' | 'accepted' | 'asked' | 'answered' | 'declined' | 'sent_on' | 'done' | 'followed' | 'withdrawn' | 'moved' | 'late'
export type RequestSide = 'sender' | 'receiver'
export type RequestBasis = 'own' | 'permit' | 'agreed'
export type RequestClass = 'examination' | 'measurement' | 'procedure' | 'service' | 'order'
export type RequestWhich = 'open' | 'ours' | 'late' | 'closed'
export type RequestSort = 'due' | 'newest'
export type ResultItem = 'record' | 'measurement' | 'assessment' | 'appointment'
export type Covering = 'measurement' | 'entry' | 'assessment' | 'appointment' | 'request'
export type Starting = 'request' | 'measure' | 'assessment'
export type CoverChoice = 'used' | 'went_on'
export interface RequestStep { step: RequestStepKind; at: string; by?: PersonRef; team?: string; reason?: Text; words?: string }
export interface ServiceRequest {
  id: string
  version: number
  client?: IdentityCard
  kind: string
  name: Text
  class?: RequestClass
  words: string
  from_team: string
  from?: PersonRef
  to_team: string
  provider?: string
  handler?: PersonRef
  matter_id?: string
  register: Register
  basis: RequestBasis
  state: RequestState
  sent_at: string
  asked_at?: string
  waits_for?: RequestSide
  due_on?: string
  days_left?: number
  declined?: Text
  result?: string
  result_item?: ResultItem
  result_id?: string
  closed_at?: string
  sides: RequestSide[]
  permitted_actions: RequestStepKind[]
  steps: RequestStep[]
}
export interface RequestCount { open: number; ours: number; late: number }
export interface ParallelWork { used: number; went_on: number }
export interface RequestList { items: ServiceRequest[]; received: RequestCount; sent: RequestCount; parallel: ParallelWork; next?: string }
export interface RequestQuery { side: RequestSide; which?: RequestWhich; kind?: string; q?: string; sort?: RequestSort; after?: string }
export interface RequestKindSeen { code: string; class: RequestClass; name: Text; needs: Text; answer_days: number; do_days: number }
export interface RequestParty { id: string; name: string; register?: Register; own: boolean }
export interface DeclineRule { code: string; label: Text; words: boolean }
export interface RequestForm { kinds: RequestKindSeen[]; declines: DeclineRule[]; teams: RequestParty[]; providers: RequestParty[] }
export interface NewServiceRequest {
  kind: string
  words: string
  to_team_id?: string
  provider_id?: string
  from_team_id?: string
  matter_id?: string
  agreed?: boolean
  despite?: string
}
export interface NewRequestStep {
  step: RequestStepKind
  reason?: string
  words?: string
  to_team_id?: string
  provider_id?: string
  agreed?: boolean
  result_item?: ResultItem
  result_id?: string
}
export interface CoverSeen {
  source: Covering
  item: string
  id: string
  code: string
  name?: Text
  at: string
  standing: string
  age_days: number
  holds_until?: string
  title?: string
  origin?: string
  register: Register
}
export interface Covered { need?: Text; law?: string; by: CoverSeen[] }
export interface NewCoverChoice { starting: Starting; code: string; choice: CoverChoice; item?: string; id?: string; reason?: string }
export type TemplateAnchor = 'plan_start' | 'discharge' | 'referral'
export type TemplateActKind = 'visit' | 'measure' | 'review' | 'contact' | 'request'
export type TemplateWhose = 'responsible' | 'team'
export type TemplatePlanState = 'open' | 'ended'
export type TemplateEnd = 'finished' | 'given_up' | 'replaced'
export type TemplateActState = 'open' | 'done' | 'missed' | 'left'
export type TemplateWhich = 'due' | 'late' | 'open'
export interface TemplateTeam { id: string; name: string }
export interface TemplateChoice {
  code: string
  version: number
  name: Text
  about: Text
  care_model: Text
  anchor: TemplateAnchor
  suits: boolean
  why: Text[]
  variant?: Text
  law: string
  mark: RuleMark
}
export interface TemplateChoices { teams: TemplateTeam[]; team_id?: string; templates: TemplateChoice[]; rules_version: string }
export interface TemplateAsked { template: string; team_id?: string; anchor_on: string }
export interface TemplateGoalSeen { code: string; words: Text; measure: Text; target_on: string }
export interface TemplateCovered { item: string; id: string; who?: string; at?: string; until?: string }
export interface TemplateServiceSeen { code: string; name: Text; how_often: Text; from: string; until?: string; covered: TemplateCovered[] }
export interface TemplateActPlanned {
  code: string
  name: Text
  kind: TemplateActKind
  whose: TemplateWhose
  days: string[]
  to_team?: string
  crosses: boolean
  covered: TemplateCovered[]
}
export interface TemplateRemarkSeen { words: Text; reminder: boolean }
export interface TemplatePreview {
  template: string
  version: number
  name: Text
  variant?: string
  variant_name?: Text
  anchor: TemplateAnchor
  anchor_on: string
  review_on: string
  team: TemplateTeam
  suits: boolean
  goals: TemplateGoalSeen[]
  services: TemplateServiceSeen[]
  acts: TemplateActPlanned[]
  remarks: TemplateRemarkSeen[]
  replaces: boolean
}
export interface TemplateGoalWords { code: string; words: string }
export interface NewTemplatePlan {
  template: string
  version: number
  variant?: string
  team_id?: string
  anchor_on: string
  leaves?: string[]
  goals?: TemplateGoalWords[]
  matter_id?: string
  agreed?: boolean
  lang?: 'fi' | 'sv' | 'en'
}
export interface TemplatePlanMade { id: string; plan_id: string }
export interface TemplateActSeen {
  id: string
  act: string
  name: string
  kind: TemplateActKind
  whose: TemplateWhose
  due_on: string
  state: TemplateActState
  soon: boolean
  late: boolean
  done_on?: string
  by?: PersonRef
  reason?: string
  found_item?: string
  found_id?: string
  version: number
}
export interface TemplatePlan {
  id: string
  plan_id: string
  template: string
  template_version: number
  older: boolean
  name: Text
  variant?: Text
  anchor: TemplateAnchor
  anchor_on: string
  service_task: ServiceTask
  team?: string
  responsible?: PersonRef
  state: TemplatePlanState
  started_on: string
  ended_on?: string
  end_reason?: TemplateEnd
  reminders: Text[]
  acts: TemplateActSeen[]
  version: number
}
export interface TemplateSettling { state: TemplateActState; done_on?: string; reason?: string }
export interface TemplateEnding { how: TemplateEnd }
export interface TemplateActDue { id: string; client?: IdentityCard; plan: Text; responsible?: PersonRef; act: TemplateActSeen }
export interface TemplateActsDue { items: TemplateActDue[]; due: number; late: number; next?: number }
export interface TemplateFigures {
  version: number
  from?: string
  in_force: boolean
  few: boolean
  plans?: number
  open?: number
  ended?: number
  acts?: number
  in_time?: number
  reached?: number
  median_days?: number
}
export interface TemplateSeen {
  code: string
  name: Text
  about: Text
  care_model: Text
  tasks: ServiceTask[]
  law: string
  mark: RuleMark
  gone: boolean
  versions: TemplateFigures[]
}
export interface TemplateList { templates: TemplateSeen[]; least: number; grace_days: number; rules_version: string }
export interface TemplatePlanRow { id: string; client?: IdentityCard; state: TemplatePlanState; started_on: string; ended_on?: string; late: number }
export interface TemplatePlanRows { items: TemplatePlanRow[]; next?: number }

export interface OwnRequest {
  id: string
  name: Text
  from_team: string
  to: string
  words: string
  state: RequestState
  asked: boolean
  waits_for?: RequestSide
  due_on?: string
  sent_at: string
  result?: string
  done_at?: string
}

// ---- The story across services.
export type StoryPart =
  | 'matter' | 'note' | 'message' | 'hearing' | 'customership' | 'assessment' | 'plan' | 'plan_service' | 'goal' | 'goal_followed' | 'decision'
  | 'appointment' | 'own_view' | 'measurement' | 'own_goal' | 'own_goal_followed' | 'home_assessment' | 'home_risk' | 'home_mended' | 'alert'
  | 'request' | 'move' | 'visit' | 'service_period' | 'care_plan' | 'finding' | 'procedure' | 'device'
export type StoryOrder = 'newest' | 'oldest'
export type StoryVoice = 'client' | 'close_one' | 'professional' | 'device' | 'staff' | 'source'
export interface StoryItem { item: string; id: string; matter_id?: string }
export interface StoryMeasured { value: number; unit?: string; previous?: number; previous_on?: string; change?: ScoreChange }
export interface StoryThemeCount { code: string; name: Text; count: number }
export interface StoryEntry {
  id: string
  part: StoryPart
  from: string
  to?: string
  count: number
  themes: string[]
  sentence: Text
  words?: string
  voice: StoryVoice
  measured?: StoryMeasured
  who?: string
  team?: string
  register: Register
  place: StoryItem
}
export interface ClientStory {
  from: string
  to: string
  themes: StoryThemeCount[]
  entries: StoryEntry[]
  next?: string
  registers_open: Register[]
  others_may_hold: boolean
  own_words: StoryEntry[]
  rules_version: string
}
export interface ConsequenceValue { value: number; on: string }
export interface ConsequenceMeasure {
  measure: string
  name: Text
  unit?: string
  voice: StoryVoice
  before: ConsequenceValue
  after: ConsequenceValue
  change: ScoreChange
  earlier?: ScoreChange
  error?: number
}
export type ConsequenceUseKind = 'emergency' | 'ward_days'
export interface ConsequenceUse { kind: ConsequenceUseKind; days: number; earlier: number; before: number; after: number }
export interface ConsequenceGoals { reached: number; going: number; given_up: number }
export interface ConsequenceAct {
  part: StoryPart
  on: string
  sentence: Text
  place: StoryItem
  measures: ConsequenceMeasure[]
  uses: ConsequenceUse[]
  uses_from?: string
  goals: ConsequenceGoals
  others: number
}
export interface ClientConsequences { acts: ConsequenceAct[]; caution: Text; mark: RuleMark; registers_open: Register[]; others_may_hold: boolean; rules_version: string }
export type GroupAge = '0-17' | '18-64' | '65-74' | '75-84' | '85-'
export interface GroupAct { part: StoryPart; code: string; name: Text }
export interface GroupMeasure { measure: string; name: Text; unit?: string; error?: number }
export interface GroupMedian { median: number; low?: number; high?: number }
export interface GroupBeside { pairs: number; change: GroupMedian; difference: GroupMedian }
export interface GroupConsequence { n: number; before: number; change: GroupMedian; better: number; worse: number; beside?: GroupBeside }
export interface GroupConsequences {
  acts: GroupAct[]
  measures: GroupMeasure[]
  group?: GroupConsequence
  too_few: boolean
  least: number
  caution: Text
  source: string
  mark: RuleMark
  rules_version: string
}
export interface SeenShare { made?: number; seen?: number }
export interface TeamSummaryUse { team: string; kind: string; share: SeenShare }
export interface MonthSummaryUse { month: string; share: SeenShare }
export interface SummaryUse {
  all: SeenShare
  teams: TeamSummaryUse[]
  months: MonthSummaryUse[]
  days: number
  least: number
  least_makers: number
  source: string
  mark: RuleMark
  rules_version: string
}
export type GraphKind =
  | 'client' | 'close_one' | 'professional' | 'team' | 'customership' | 'matter' | 'plan' | 'service' | 'request' | 'decision' | 'alert'
export type GraphTie = 'close' | 'helps' | 'holds' | 'asked' | 'led_to' | 'part_of'
export interface GraphNode { id: string; kind: GraphKind; name: Text; note?: Text; from?: string; to?: string; now: boolean; dayparts: string[]; place?: StoryItem }
export interface GraphEdge { from: string; to: string; tie: GraphTie }
export interface GraphDaypart { code: string; name: Text }
export interface ClientGraph { nodes: GraphNode[]; edges: GraphEdge[]; dayparts: GraphDaypart[]; registers_open: Register[]; others_may_hold: boolean; rules_version: string }

// ---- planning
export type PlanPartKind = 'plan' | 'goal' | 'service' | 'task' | 'time' | 'medicine' | 'own_goal'
export type PlanFindingState = 'open' | 'settled' | 'accepted' | 'void'
export type PlanSettling = 'settled' | 'accepted' | 'void'
export type PlanTalkStep = 'opened' | 'said' | 'settled' | 'accepted' | 'void' | 'reopened'
export type PlanVoice = 'staff' | 'client'
export type FitSeverity = 'harm' | 'talk' | 'mend'
export interface WholePlanThing {
  id: string
  item: string
  kind: PlanPartKind
  name: Text
  words?: string
  who?: string
  from?: string
  until?: string
  due_on?: string
  begins_at?: string
  register: Register
}
export interface PlanReliance { of_id: string; of: Text; on_id: string; on: Text; who?: string; across: boolean; why: Text }
export interface WholePlanPart {
  id: string
  item: string
  title?: string
  register: Register
  service_task: ServiceTask
  matter_id?: string
  person?: PersonRef
  team?: string
  mine: boolean
  own_words?: string
  from?: string
  until?: string
  review_on?: string
  things: WholePlanThing[]
  relies_on: PlanReliance[]
  relied_on: PlanReliance[]
}
export interface GoalCarrier { plan_id: string; goal_id: string; name: Text }
export interface WholeGoal { words: string; measure?: string; due_on?: string; carriers: GoalCarrier[]; shared: boolean }
export interface WholeOwnGoal { id: string; words: string; set_on?: string; going?: GoalGoing }
export interface PlanEvidence { id: string; item: string; kind: PlanPartKind; name: Text; words?: string; who?: string; until?: string; begins_at?: string }
export interface PlanTalkEntry { at: string; step: PlanTalkStep; voice: PlanVoice; who?: PersonRef; words?: string }
export interface PlanAgreed { at: string; voice: PlanVoice; who?: PersonRef; own: boolean }
export interface PlanTalk { id: string; state: PlanFindingState; told_client: boolean; entries: PlanTalkEntry[]; agreed: PlanAgreed[]; version: number }
export interface PlanFinding {
  key: string
  rule: string
  severity: FitSeverity
  name: Text
  why: Text
  todo: Text
  tellable: boolean
  law: string
  mark: RuleMark
  evidence: PlanEvidence[]
  passed: boolean
  talk?: PlanTalk
}
export interface WholePlan {
  findings: PlanFinding[]
  goals: WholeGoal[]
  own_goals: WholeOwnGoal[]
  plans: WholePlanPart[]
  tasks: WholePlanThing[]
  times: WholePlanThing[]
  registers_open: Register[]
  others_may_hold: boolean
  rules_version: string
}
export interface OwnPlanFinding { name: Text; words: Text; passed: boolean; talk: PlanTalk }
export interface OwnWholePlan {
  findings: OwnPlanFinding[]
  goals: WholeGoal[]
  own_goals: WholeOwnGoal[]
  plans: WholePlanPart[]
  tasks: WholePlanThing[]
  times: WholePlanThing[]
}
export interface NewPlanFinding { key: string; words: string; tell_client?: boolean }

// ---- experience: feedback after a matter, own reminders
export type MatterFeedbackState = 'open' | 'answered' | 'declined' | 'withdrawn'
export type FeedbackAsks = 'scale' | 'text'
export type FeedbackSpan = 'quarter' | 'half_year' | 'year'
export interface FeedbackQuestionSeen { code: string; asks: FeedbackAsks; least: number; most: number; required: boolean; words: Text; low?: Text; high?: Text }
export interface FeedbackAnswer { question: string; value?: number; words?: string }
export interface OwnFeedback {
  id: string
  version: number
  matter_id: string
  service_task: ServiceTask
  team: string
  ended_on: string
  closes_on: string
  state: MatterFeedbackState
  named: boolean
  answered_at?: string
  questions: FeedbackQuestionSeen[]
  answers: FeedbackAnswer[]
  least: number
}
export interface NewMatterFeedback { answers: FeedbackAnswer[]; named?: boolean }
export interface NewFeedbackRefusal { declined: boolean }
export interface FeedbackTeam { id: string; name: string }
export interface FeedbackShare { value: number; n: number }
export interface FeedbackQuestionFigures { code: string; words: Text; low: Text; high: Text; least: number; most: number; few: boolean; answers?: number; average?: number; shares: FeedbackShare[] }
export interface FeedbackPart { month?: string; service_task?: ServiceTask; asked: number; few: boolean; answers?: number; average?: number }
export interface FeedbackFigures {
  teams: FeedbackTeam[]
  team_id?: string
  from: string
  to: string
  asked: number
  few: boolean
  answered?: number
  declined?: number
  rate?: number
  least: number
  main: string
  questions: FeedbackQuestionFigures[]
  months: FeedbackPart[]
  services: FeedbackPart[]
  reads_words: boolean
}
export interface FeedbackWords { question: string; asked: Text; words: string; month: string; service_task: ServiceTask; client?: IdentityCard }
export interface FeedbackWordList { few: boolean; least: number; items: FeedbackWords[] }
export type ReminderRepeats = 'once' | 'daily' | 'weekly'
export interface OwnReminder { id: string; version: number; words: string; on: string; at: string; repeats: ReminderRepeats; next_at?: string; last_at?: string }
export interface NewOwnReminder { words: string; on: string; at: string; repeats: ReminderRepeats }
export interface OwnReminderMade { id: string }

// ---- network: whom a client's situation calls for
export type NetworkBy = 'matter' | 'customership' | 'request'
export type NetworkFact = 'emergency_visit' | 'ward_stay' | 'home_care_visit' | 'measure_past_limit' | 'measure_worsened' | 'open_matter' | 'customership' | 'informal_carer'
export interface NetworkTeam { id: string; name: string; by: NetworkBy[]; own: boolean }
export interface NetworkEvidence { fact: NetworkFact; count: number; newest_at: string }
export interface NetworkAside { reason: string; at: string; by?: PersonRef }
export interface NetworkProposal {
  rule: string
  priority: number
  name: Text
  reason: Text
  law: string
  mark: 'verified' | 'memory' | 'uncertain'
  evidence: NetworkEvidence[]
  there: boolean
  teams: NetworkTeam[]
  request?: string
  aside?: NetworkAside
}
export interface ClientNetwork { there: NetworkTeam[]; proposals: NetworkProposal[]; rules_version: string; can_dismiss: boolean }
export interface NewNetworkAside { reason: string }

// Plan and supply.
export type SupplyKind = 'no_place' | 'late_start' | 'service_ended' | 'provider_closed' | 'no_staff'
export type SupplyLink = 'request' | 'plan' | 'services' | 'organisation'
export type SupplyWhich = 'open' | 'handled'
export interface SupplyTodoSeen { code: string; text: Text; link: SupplyLink }
export interface SupplyHandled { id: string; what?: string; words: string; by?: PersonRef; at: string }
export interface SupplyDeviation {
  id: string; kind: SupplyKind; name: Text; why: Text; todo: SupplyTodoSeen[]; law: string; mark: 'verified' | 'memory' | 'uncertain'; client?: IdentityCard; service_id: string; service_code: string
  service: Text; plan_id: string; register: Register; team?: string; provider?: string; planned_on: string; cause_on?: string; cause_id?: string; handled?: SupplyHandled
}
export interface SupplyGroup { kind: SupplyKind; service_code: string; service: Text; team_id?: string; team?: string; n?: number }
export interface SupplyQuery { kind?: SupplyKind; service?: string; team_id?: string; which?: SupplyWhich; page?: number }
export interface SupplyList { items: SupplyDeviation[]; groups: SupplyGroup[]; ahead_days: number; next?: number }
export interface SupplyCounty { groups: SupplyGroup[]; least: number; ahead_days: number }
export interface NewSupplyHandled { kind: SupplyKind; service_id: string; cause_id?: string; cause_on?: string; what?: string; words: string }

export type ConsultSide = 'asker' | 'specialist' | 'client'
export type ConsultState = 'sent' | 'taken' | 'answered' | 'advised' | 'referred' | 'declined' | 'withdrawn'
export type ConsultStep = 'sent' | 'taken' | 'handed_on' | 'asked' | 'replied' | 'message' | 'answered' | 'advised' | 'referred' | 'declined' | 'withdrawn' | 'attached' | 'moved' | 'late'
export type ConsultHope = 'advice' | 'take_over'
export type ConsultBasis = 'own' | 'permit' | 'agreed'
export type ConsultWhich = 'open' | 'ours' | 'untaken' | 'late' | 'closed'
export interface ConsultAttachment { id: string; name?: string }
export interface ConsultEntry {
  id: string
  step: ConsultStep
  side?: ConsultSide
  at: string
  by?: PersonRef
  to?: PersonRef
  reason?: Text
  words?: string
  professionals: boolean
  attachment?: ConsultAttachment
}
export interface Consultation {
  id: string
  version: number
  client?: IdentityCard
  matter_id: string
  from_team: string
  from?: PersonRef
  to_team_id: string
  to_team: string
  handler?: PersonRef
  register: Register
  basis: ConsultBasis
  state: ConsultState
  urgency: string
  urgency_name: Text
  law?: string
  rules_version: string
  hope: ConsultHope
  question: string
  why: string
  told: boolean
  untold_why?: string
  sent_at: string
  due_at: string
  late: boolean
  asked_at?: string
  answered_at?: string
  declined?: Text
  request_id?: string
  closed_at?: string
  waits_for?: ConsultSide
  sides: ConsultSide[]
  permitted_actions: ConsultStep[]
  thread: ConsultEntry[]
  colleagues: PersonRef[]
}
export interface ConsultCount { open: number; ours: number; late: number }
export interface ConsultQuery { side: ConsultSide; which?: ConsultWhich; urgency?: string; q?: string; cursor?: string }
export interface ConsultList { items: Consultation[]; received: ConsultCount; sent: ConsultCount; next?: string }
export interface ConsultUrgencySeen { code: string; name: Text; unit: 'hours' | 'days'; amount: number; law: string }
export interface ConsultTeam { id: string; name: string; register: Register; own: boolean }
export interface ConsultForm { urgencies: ConsultUrgencySeen[]; declines: DeclineRule[]; teams: ConsultTeam[]; rules_version: string }
export interface NewConsultation {
  matter_id: string
  to_team_id: string
  from_team_id?: string
  question: string
  why: string
  urgency: string
  hope: ConsultHope
  told: boolean
  untold_why?: string
  agreed?: boolean
  attachments?: string[]
}
export interface NewConsultStep {
  step: ConsultStep
  reason?: string
  words?: string
  professionals?: boolean
  to_id?: string
  attachment?: string
  request_kind?: string
  to_team_id?: string
  agreed?: boolean
  despite?: string
  lang?: 'fi' | 'sv' | 'en'
}
export interface OwnConsultEntry { id: string; step: ConsultStep; side?: ConsultSide; at: string; by?: PersonRef; reason?: Text; words?: string }
export interface OwnConsultation {
  id: string
  matter_id: string
  from_team: string
  to_team: string
  question: string
  state: ConsultState
  sent_at: string
  due_at: string
  answered_at?: string
  writable: boolean
  thread: OwnConsultEntry[]
  kept_back: number
}

// Predictions.
export type PredictionUse = 'helped' | 'not_helped' | 'doubted'
export type PredictionModelState = 'ready' | 'all_off' | 'off' | 'faulty'
export type PredictionsState = 'on' | 'all_off' | 'not_set_up' | 'failed' | 'objected'
export type PredictionActKind = 'off' | 'on' | 'exported'
export type PredictionGroupBy = 'sex' | 'age' | 'language'
export interface PredictionBand { code: string; below: number; label: Text }
export interface PredictionTested { n: number; happened: number; brier: number; auc: number }
export interface PredictionTestedGroup { label: Text; n: number; predicted: number; happened: number }
export interface PredictionBins { feature: string; edges: number[]; shares: number[] }
export interface PredictionFault { code: string; what: string }
export interface PredictionCard {
  name: string; version: string; label: Text; purpose: Text; plain: Text; data: Text; limits: Text; owner: string; ground: Text; law: string; register: Register; service_task: ServiceTask
  trained_on: string; valid_from: string; valid_to: string; sha256: string; age_from: number; age_to: number; features: string[]; reference: number[]; outcome: string; outcome_least: number
  outcome_words: Text; threshold: number; bands: PredictionBand[]; tested: PredictionTested; groups: PredictionTestedGroup[]; bins: PredictionBins[]
}
export interface PredictionPart { feature: string; label: Text; unit: Text; value: number; missing: boolean; moved: number }
export interface PredictionAnswer { answer: PredictionUse; decided: string; why: string; by?: PersonRef; at: string }
export interface PredictionSeen {
  id: string; version: number; model: string; model_version: string; label: Text; outcome_words: Text; value: number; band: Text; raised: boolean; on_day: string; until_on: string
  features_version: string; made_at: string; made_by?: PersonRef; parts: PredictionPart[]; answer?: PredictionAnswer; former: PredictionAnswer[]
}
export interface PredictionClientModel { card: PredictionCard; state: PredictionModelState; may_make: boolean; made: PredictionSeen[] }
export interface ClientPredictions { state: PredictionsState; models: PredictionClientModel[] }
export interface NewPredictionAnswer { answer: PredictionUse; decided: string; why: string }
export interface OwnPrediction {
  id: string; label: Text; plain: Text; owner: string; model_version: string; register: Register; value: number; band: Text; on_day: string; made_at: string; made_by?: PersonRef
  parts: PredictionPart[]; answer?: PredictionAnswer
}
export interface OwnPredictions { objected_at?: string; predictions: OwnPrediction[] }
export interface NewPredictionSwitch { model?: string; on: boolean; reason: string }
export interface PredictionAct { act: PredictionActKind; model?: string; reason: string; by: string; at: string; rows?: number }
export interface PredictionTenth { tenth: number; n: number; predicted: number; happened: number }
export interface PredictionDrift { feature: string; label: Text; n: number; psi: number }
export interface PredictionGroup { by: PredictionGroupBy; group: string; n: number; predicted: number; happened: number; missed?: number }
export interface PredictionAnswers { answer: PredictionUse; n: number }
export interface PredictionModel {
  name: string; state: PredictionModelState; on: boolean; card?: PredictionCard; faults: PredictionFault[]; made: number; known: number; brier?: number; tenths: PredictionTenth[]
  drift: PredictionDrift[]; groups: PredictionGroup[]; groups_small: number; answers: PredictionAnswers[]
}
export interface PredictionFollowUp { state: PredictionsState; models: PredictionModel[]; acts: PredictionAct[]; objected?: number }
