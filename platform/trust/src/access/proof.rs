use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{CatalogueRow, ClientId, Problem, Register, Scope, ServiceTask, WillLevel};
use store::Reader;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::left_out::{self, RestrictedMatter, Rows};
use crate::access::policy::{Facts, Relation};
use crate::access::work::Work;
use crate::acting::{Acting, Hidden, Standing};
use crate::action::{Action, ActionKind, Group};
use crate::gate::{Gate, Staff};
use crate::http::Trail;
use crate::log::{Line, Outcome};

pub(crate) mod preview;

/// The pairs of register and service task a proof lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    pairs: Vec<(Register, ServiceTask)>,
    /// Single things the client has denied, in the pairs that are seen by disclosure alone.
    denied: Vec<DeniedThings>,
    /// Items of the data catalogue that the viewer's role does not open; empty, and nothing asked, for a role that opens them all.
    closed: Arc<[CatalogueRow]>,
}

/// Things of one pair of register and task that are left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DeniedThings {
    register: Register,
    task: ServiceTask,
    ids: Vec<Uuid>,
    sqlite: bool,
}

impl DeniedThings {
    /// That a row of `dot` is not one of them. Ids are the program's own, so nothing needs binding.
    fn sql(&self, dot: &str) -> String {
        let ids: Vec<String> =
            self.ids.iter().map(|id| if self.sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'::uuid") }).collect();
        format!("NOT ({dot}register = '{}' AND {dot}service_task = '{}' AND {dot}id IN ({}))", self.register, self.task, ids.join(","))
    }
}

impl Scopes {
    fn of(pairs: Vec<(Register, ServiceTask)>, closed: Arc<[CatalogueRow]>) -> Self {
        Self { pairs, denied: Vec::new(), closed }
    }
    pub fn sees(&self, register: Register, task: ServiceTask) -> bool {
        self.pairs.contains(&(register, task))
    }
    /// Whether the viewer's role opens an item of the data catalogue.
    pub fn opens(&self, row: CatalogueRow) -> bool {
        !self.closed.contains(&row)
    }
    /// Whether a thing that belongs to `scope` is seen: its register and task, and its item of the data catalogue.
    pub fn covers(&self, scope: &Scope) -> bool {
        self.sees(scope.register, scope.service_task) && self.opens(scope.catalogue_row)
    }
    /// Whether the client has denied disclosing this one thing of a pair to the viewer.
    fn withholds(&self, (register, task): (Register, ServiceTask), id: Uuid) -> bool {
        self.denied.iter().any(|denied| denied.register == register && denied.task == task && denied.ids.contains(&id))
    }
    pub fn register(&self, register: Register) -> bool {
        self.pairs.iter().any(|(r, _)| *r == register)
    }
    pub fn registers(&self) -> Vec<Register> {
        Register::ALL.iter().copied().filter(|r| self.register(*r)).collect()
    }
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
    pub fn pairs(&self) -> &[(Register, ServiceTask)] {
        &self.pairs
    }

    /// The pairs of which the client has denied the viewer nothing: for what takes a pair whole or not at all.
    pub fn undenied(&self) -> Vec<(Register, ServiceTask)> {
        let denied = |pair: &(Register, ServiceTask)| self.denied.iter().any(|one| (one.register, one.task) == *pair);
        self.pairs.iter().copied().filter(|pair| !denied(pair)).collect()
    }

    /// The pairs that are in both, and without what either leaves out.
    fn both(mut self, other: &Self) -> Self {
        self.pairs.retain(|pair| other.pairs.contains(pair));
        self.denied.extend(other.denied.iter().cloned());
        if self.closed != other.closed {
            // The catalogue changed between the two: what either leaves out is left out.
            self.closed = self.closed.iter().chain(other.closed.iter()).copied().collect();
        }
        self
    }

    /// ` AND …` that leaves out the items the viewer's role does not open, for a table that is read by its client alone and not by
    /// register and task (contact details, close ones); empty when there is nothing to leave out. [`Scopes::sql`] has it in it.
    pub fn items_sql(&self, alias: &str) -> String {
        if self.closed.is_empty() {
            return String::new();
        }
        let dot = if alias.is_empty() { String::new() } else { format!("{alias}.") };
        let rows: Vec<String> = self.closed.iter().map(CatalogueRow::to_string).collect();
        format!(" AND {dot}catalogue_row NOT IN ({})", rows.join(","))
    }

    /// The scopes as a predicate over the columns of `alias` (`register`, `service_task`, `id`, `catalogue_row`; nothing needs
    /// binding). What the client has denied and what the viewer's role does not open is left out here, so that no list has to think
    /// of it.
    pub fn sql(&self, alias: &str) -> String {
        let dot = if alias.is_empty() { String::new() } else { format!("{alias}.") };
        let mut parts = Vec::new();
        for register in self.registers() {
            let tasks: Vec<&str> = self.pairs.iter().filter(|(r, _)| *r == register).map(|(_, t)| t.code()).collect();
            parts.push(format!("({dot}register = '{register}' AND {dot}service_task IN ('{}'))", tasks.join("','")));
        }
        if parts.is_empty() {
            return "1 = 0".into();
        }
        let seen = format!("({}){}", parts.join(" OR "), self.items_sql(alias));
        self.denied.iter().fold(seen, |seen, denied| format!("{seen} AND {}", denied.sql(&dot)))
    }
}

/// Every pair a row can carry.
fn pairs() -> impl Iterator<Item = (Register, ServiceTask)> {
    let social = ServiceTask::ALL.iter().filter(|t| **t != ServiceTask::Health).map(|t| (Register::Social, *t));
    social.chain([(Register::Patient, ServiceTask::Health)])
}

/// Kinds of things that are made in a matter (their tables have a `matter_id`) and opened by its ties. An appointment made
/// outside a matter has ties of its own.
const OF_MATTER: &[&str] = &["appointment", "attachment", "decision", "document", "hearing", "message", "note"];

/// Kinds of things that are asked for by id, each a table whose rows name their item of the data catalogue.
const ITEMS: &[&str] =
    &["appointment", "attachment", "customership", "decision", "document", "hearing", "letter", "matter", "message", "note"];

/// Who asks, in one request.
#[derive(Clone)]
pub(crate) struct Asker {
    pub gate: Gate,
    pub staff: Arc<Staff>,
    pub trail: Arc<Trail>,
}

/// One client opened, or the clients of one matter, for one request.
pub struct Opened {
    clients: Vec<ClientId>,
    main: ClientId,
    /// What is open of every one of them.
    scopes: Scopes,
    /// Each person's identities, and what is open of that person.
    persons: Vec<(Vec<ClientId>, Scopes)>,
    /// Another register opened by this.
    ground: Option<String>,
    action: &'static Action,
    reader: Reader,
    at: DateTime<Utc>,
    permits: Vec<Register>,
    asker: Asker,
    /// What the decision rested on, for what else may be done.
    known: Known,
}

impl Opened {
    /// The identity that was asked for.
    pub fn client(&self) -> ClientId {
        self.main
    }
    /// All identities the proof covers: linked ones, and the matter's other clients.
    pub fn clients(&self) -> &[ClientId] {
        &self.clients
    }
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }
    /// Each person apart: their identities and what is open of them, which may be more than is open of all.
    pub fn persons(&self) -> &[(Vec<ClientId>, Scopes)] {
        &self.persons
    }
    pub fn ground(&self) -> Option<&str> {
        self.ground.as_deref()
    }
    pub fn staff(&self) -> &Staff {
        &self.asker.staff
    }
    pub fn action(&self) -> &'static Action {
        self.action
    }
    pub fn reader(&self) -> &Reader {
        &self.reader
    }
    /// The instant of the request.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
    pub fn today(&self) -> chrono::NaiveDate {
        kernel::helsinki_date(self.at)
    }
    /// How this professional is tied to the client, over all registers.
    pub fn relation(&self) -> Relation {
        self.known.any()
    }
    /// Registers to which the client's disclosure permit is in force and not stopped by a denial of the whole register.
    pub fn permits(&self) -> &[Register] {
        &self.permits
    }

    /// Whether this professional holds the register open in an emergency now.
    pub fn emergency(&self, register: Register) -> bool {
        self.known.emergencies.contains(&register)
    }

    /// Whether this professional may do what belongs to `group` for the client now, somewhere: what a screen offers. It is asked as
    /// the gate itself asks, so nobody is offered what they would be refused.
    pub fn offers(&self, group: Group) -> bool {
        pairs().any(|(register, task)| self.offers_in(group, register, task))
    }

    /// As [`Opened::offers`], in one register and task.
    pub fn offers_in(&self, group: Group, register: Register, task: ServiceTask) -> bool {
        self.asker.allows(group, register, task, self.known.relation(register, task), &self.known)
    }

    /// What is restricted is read and not worked on (GDPR 18).
    async fn unrestricted(&self, things: &[Uuid], whole: Option<(Register, ServiceTask)>) -> Result<(), Problem> {
        match left_out::standing(&self.reader, &self.clients, things, whole).await.map_err(failed)? {
            None => Ok(()),
            Some(one) => {
                let since = kernel::helsinki_date(one.marked_at);
                Err(Problem::state_refused("processing_restricted").with("ground", one.ground).with("since", since))
            }
        }
    }

    /// `alias.client_id IN ($first, …)` and its values.
    pub fn clients_sql(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
        clients_sql(&self.clients, alias, first)
    }
}

fn clients_sql(clients: &[ClientId], alias: &str, first: usize) -> (String, Vec<Value>) {
    let dot = if alias.is_empty() { String::new() } else { format!("{alias}.") };
    let values = clients.iter().map(|c| c.0.into()).collect();
    (format!("{dot}client_id IN ({})", sql::params(first, clients.len())), values)
}

/// A proof that may also begin a change. Its attempt is in the request's trail: uncommitted, it is logged as refused.
pub struct Change {
    opened: Option<Opened>,
    gate: Gate,
    line: Line,
    trail: Arc<Trail>,
    attempt: usize,
}

impl Change {
    /// What was opened; `None` for a change that is about no client (units, teams).
    pub fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }
    /// The opened client, or a refusal when the change is about none.
    pub fn client(&self) -> Result<&Opened, Problem> {
        self.opened.as_ref().ok_or_else(Problem::not_found)
    }
    pub async fn begin(&self) -> Result<Work, Problem> {
        Work::begin(self.gate.clone(), self.line.clone(), Some((self.trail.clone(), self.attempt))).await
    }

    /// Refuses when the client has had the processing of one of these rows restricted: for rows that are changed within what was
    /// opened. What was opened itself has been asked already.
    ///
    /// # Errors
    /// `processing_restricted`, with the ground and since when.
    pub async fn unrestricted(&self, things: &[Uuid]) -> Result<(), Problem> {
        self.client()?.unrestricted(things, None).await
    }

    /// Says that this change was refused although the request as a whole will answer: one of many was not done, the others
    /// were. Without it the line would take its outcome from the request's.
    pub fn refused(&self, code: &str) {
        let mut line = self.line.clone();
        line.outcome = Outcome::Refused;
        line.code = Some(code.to_owned());
        self.trail.wait_for(self.gate.0.log.write(vec![line]));
        self.trail.committed(self.attempt);
    }
}

/// Many clients: what the asker's teams hold, as a predicate. Rows that are shown are logged by [`Shown`].
pub struct Listed {
    team_ids: Vec<Uuid>,
    substituted: Vec<Uuid>,
    staff: Arc<Staff>,
    scopes: Scopes,
    reader: Reader,
    at: DateTime<Utc>,
    shown: Shown,
}

impl Listed {
    pub fn reader(&self) -> &Reader {
        &self.reader
    }
    pub fn staff(&self) -> &Staff {
        &self.staff
    }
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
    pub fn today(&self) -> chrono::NaiveDate {
        kernel::helsinki_date(self.at)
    }
    pub fn team_ids(&self) -> &[Uuid] {
        &self.team_ids
    }
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// The policy as a predicate over matters: own teams' rows, own, and those of an absent professional one substitutes, without
    /// what is left out of lists.
    pub fn sql(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
        self.reached(alias, first, Rows::Matters(alias), false)
    }

    /// As [`Listed::sql`], with the matters whose processing is restricted in it: they wait and their time limits run, so they are
    /// counted. Whoever asks by this shows of those ([`Listed::restricted_mark`]) neither client nor subject.
    pub fn sql_counting_restricted(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
        self.reached(alias, first, Rows::Matters(alias), true)
    }

    /// A column over matters: 1 when the matter's processing is restricted, 0 when not.
    pub fn restricted_mark(alias: &str) -> String {
        left_out::restricted_mark(alias)
    }

    /// A restricted matter that this desk counts; none when it is not there, or not restricted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn restricted_matter(&self, id: Uuid) -> Result<Option<RestrictedMatter>, DbErr> {
        left_out::restricted_matter(&self.reader, self.sql_counting_restricted("m", 1), id).await
    }

    /// As [`Listed::sql`], over another table with `team_id`, `handler_id`, `register`, `service_task` and a `client_id`.
    pub fn sql_of_clients(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
        self.reached(alias, first, Rows::OfClient { alias, id: "id" }, false)
    }

    /// ` AND …` that leaves out what is not shown in a list: what a client has had restricted, and colleagues who are clients.
    pub fn left_out(&self, rows: Rows<'_>, first: usize) -> (String, Vec<Value>) {
        let (colleagues, values) = left_out::colleagues(rows, &self.staff, self.at, first);
        (format!("{}{colleagues}", left_out::restricted(rows)), values)
    }

    fn reached(&self, alias: &str, first: usize, rows: Rows<'_>, counting_restricted: bool) -> (String, Vec<Value>) {
        let mut values: Vec<Value> = Vec::new();
        let mut parts = Vec::new();
        let mut people = vec![self.staff.id];
        people.extend(&self.substituted);
        parts.push(format!("{alias}.handler_id IN ({})", sql::params(first, people.len())));
        values.extend(people.iter().map(|p| Value::from(*p)));
        if !self.team_ids.is_empty() {
            parts.push(format!("{alias}.team_id IN ({})", sql::params(first + values.len(), self.team_ids.len())));
            values.extend(self.team_ids.iter().map(|t| Value::from(*t)));
        }
        let at = first + values.len();
        let (left_out, more) =
            if counting_restricted { left_out::colleagues(rows, &self.staff, self.at, at) } else { self.left_out(rows, at) };
        values.extend(more);
        (format!("({}) AND {}{left_out}", parts.join(" OR "), self.scopes.sql(alias)), values)
    }

    /// Matters one sent, wherever they are now. What one sent oneself is no secret, whoever it is about.
    pub fn sent_sql(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
        (format!("{alias}.sender_id = ${first}{}", left_out::restricted(Rows::Matters(alias))), vec![self.staff.id.into()])
    }

    /// Names the clients whose rows leave in the answer. Call it once, with all of them.
    pub fn shown(&self, clients: &[ClientId]) {
        self.shown.log(clients, None);
    }

    /// As [`Listed::shown`], saying also what was taken: codes, ids and counts, never what was typed.
    pub fn shown_as(&self, clients: &[ClientId], kind: &'static str, what: String) {
        self.shown.log(clients, Some((kind, what)));
    }
}

/// Identity cards from a search, nothing more.
pub struct Found {
    reader: Reader,
    at: DateTime<Utc>,
    shown: Shown,
}

impl Found {
    pub fn reader(&self) -> &Reader {
        &self.reader
    }
    pub fn today(&self) -> chrono::NaiveDate {
        kernel::helsinki_date(self.at)
    }
    /// Names the clients whose cards leave in the answer.
    pub fn shown(&self, clients: &[ClientId]) {
        self.shown.log(clients, None);
    }
}

/// Many clients' data counted, none shown by name: what a change of rules would do. Rows that leave are logged by their clients.
pub struct Surveyed {
    reader: Reader,
    at: DateTime<Utc>,
    team_ids: Vec<Uuid>,
    shown: Shown,
}

impl Surveyed {
    pub fn reader(&self) -> &Reader {
        &self.reader
    }
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }
    pub fn today(&self) -> chrono::NaiveDate {
        kernel::helsinki_date(self.at)
    }
    /// ` AND …` that leaves out matters whose processing is restricted: single ones may be shown.
    pub fn unrestricted_sql(&self, alias: &str) -> String {
        left_out::restricted(Rows::Matters(alias))
    }
    /// The same of rows that one client owns.
    pub fn unrestricted_sql_of_clients(&self, alias: &str) -> String {
        left_out::restricted(Rows::OfClient { alias, id: "id" })
    }
    /// The teams whose single rows may be shown.
    pub fn team_ids(&self) -> &[Uuid] {
        &self.team_ids
    }
    /// Names the clients whose rows leave in the answer; call it once, also with none: the count itself is logged.
    pub fn shown(&self, clients: &[ClientId]) {
        self.shown.log(clients, None);
    }
}

/// The client's own side.
pub struct Own {
    clients: Vec<ClientId>,
    reader: Reader,
    at: DateTime<Utc>,
    /// Who acts for the client, when it is another.
    acting: Option<Acting>,
    hidden: Hidden,
}

impl Own {
    pub fn client(&self) -> ClientId {
        self.clients.first().copied().unwrap_or(ClientId(Uuid::nil()))
    }
    pub fn clients(&self) -> &[ClientId] {
        &self.clients
    }
    pub fn reader(&self) -> &Reader {
        &self.reader
    }
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
    pub fn today(&self) -> chrono::NaiveDate {
        kernel::helsinki_date(self.at)
    }
    pub fn clients_sql(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
        clients_sql(&self.clients, alias, first)
    }
    /// Who acts for the client; none when they act themself.
    pub fn acting(&self) -> Option<&Acting> {
        self.acting.as_ref()
    }
    /// What is not shown to whoever acts; nothing is hidden from clients themselves.
    pub fn hidden(&self) -> &Hidden {
        &self.hidden
    }
    /// ` AND …` that leaves out what is hidden, over the `register` of `alias` and, of what belongs to a matter, its column; empty for
    /// the client's own.
    pub fn shown_sql(&self, alias: &str, matter: Option<&str>) -> String {
        self.hidden.sql_on(&self.reader, alias, matter)
    }
}

/// A change by the client.
pub struct OwnChange {
    own: Own,
    gate: Gate,
    line: Line,
    trail: Arc<Trail>,
    attempt: usize,
}

impl OwnChange {
    pub fn own(&self) -> &Own {
        &self.own
    }
    pub async fn begin(&self) -> Result<Work, Problem> {
        Work::begin(self.gate.clone(), self.line.clone(), Some((self.trail.clone(), self.attempt))).await
    }
}

/// Logs what a list or a search showed.
pub struct Shown {
    gate: Gate,
    trail: Arc<Trail>,
    line: Line,
    attempt: usize,
}

impl Shown {
    fn log(&self, clients: &[ClientId], what: Option<(&'static str, String)>) {
        let mut line = self.line.clone();
        if let Some((kind, what)) = what {
            line.object_kind = Some(kind.into());
            line.objects = Some(what);
        }
        line.also = clients.iter().map(|c| c.0).collect();
        line.also.sort_unstable();
        line.also.dedup();
        self.trail.wait_for(self.gate.0.log.write(vec![line]));
        self.trail.committed(self.attempt);
    }
}

#[derive(FromQueryResult)]
struct TieRow {
    client_id: Uuid,
    register: String,
    service_task: String,
    basis: String,
    professional_id: Option<Uuid>,
    team_id: Option<Uuid>,
    unit_id: Option<Uuid>,
}

/// What is known of one client for a decision.
#[derive(Default)]
struct Known {
    ties: Vec<(Register, ServiceTask, Relation)>,
    permits: Vec<Register>,
    grounds: Vec<OpenGround>,
    emergencies: Vec<Register>,
    denials: Vec<Denial>,
    /// Whether single things have been denied.
    single: bool,
    /// Which, and whether an emergency may use each.
    things: Vec<(Uuid, bool)>,
    sqlite: bool,
    /// The client is one of the staff of the viewer's own unit or team, or the viewer themself.
    works_here: bool,
}

/// Where an object belongs.
struct Home {
    /// The clients it is about now, main first.
    clients: Vec<ClientId>,
    task: (Register, ServiceTask),
    /// The matter it was made in; itself, when it is of none.
    of: Uuid,
}

/// A register held open by a ground.
struct OpenGround {
    register: Register,
    code: String,
    past: PastDenials,
}

/// Whether a ground reaches what the client has denied; said by the rules when the register was opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PastDenials {
    /// Statutory access: a denial does not stop it.
    Passes,
    /// In an emergency, when the client lets it.
    IfAllowed,
    Stops,
}

impl PastDenials {
    fn parse(code: &str) -> Self {
        match code {
            "passes" => Self::Passes,
            "if_allowed" => Self::IfAllowed,
            _ => Self::Stops,
        }
    }
    fn reaches(self, emergency_ok: bool) -> bool {
        match self {
            Self::Passes => true,
            Self::IfAllowed => emergency_ok,
            Self::Stops => false,
        }
    }
}

/// A denial of a whole register or of one task of it.
struct Denial {
    register: Register,
    /// None: the whole register.
    task: Option<ServiceTask>,
    emergency_ok: bool,
}

impl Known {
    /// Whether the client has denied disclosing the pair, and if so whether every such denial lets an emergency through.
    fn denied(&self, register: Register, task: ServiceTask) -> Option<bool> {
        let reach = |d: &&Denial| d.register == register && d.task.is_none_or(|t| t == task);
        self.denials.iter().filter(reach).map(|d| d.emergency_ok).reduce(|all, one| all && one)
    }
    /// A permit that holds for the pair. A denial goes before a permit, whichever was given first.
    fn permit(&self, register: Register, task: ServiceTask) -> bool {
        self.permits.contains(&register) && self.denied(register, task).is_none()
    }
    /// The grounds that reach the pair past what the client has denied.
    fn grounds(&self, register: Register, task: ServiceTask) -> impl Iterator<Item = &OpenGround> {
        let denied = self.denied(register, task);
        self.grounds.iter().filter(move |g| g.register == register && denied.is_none_or(|ok| g.past.reaches(ok)))
    }
    fn relation(&self, register: Register, task: ServiceTask) -> Relation {
        self.ties.iter().filter(|(r, t, _)| *r == register && *t == task).fold(Relation::default(), |all, (_, _, r)| all.with(*r))
    }
    /// What holds of both clients; of the grounds all, for none may hide in the log, and of the denials all.
    fn both(mut self, other: Known) -> Known {
        self.ties.retain(|tie| other.ties.contains(tie));
        self.permits.retain(|register| other.permits.contains(register));
        self.emergencies.retain(|register| other.emergencies.contains(register));
        self.grounds.extend(other.grounds);
        self.denials.extend(other.denials);
        self.works_here |= other.works_here;
        self
    }
    /// A colleague to whom the viewer has no tie of their own: that the team or the unit has one is not enough.
    fn colleague(&self) -> bool {
        self.works_here && !self.any().is_own()
    }
    fn any(&self) -> Relation {
        self.ties.iter().fold(Relation::default(), |all, (_, _, r)| all.with(*r))
    }
}

impl Asker {
    pub async fn open(&self, client: ClientId, action: &'static Action) -> Result<Opened, Problem> {
        let opened = self.decide(&[client], client, None, action).await?;
        self.look(&opened, action, None);
        Ok(opened)
    }

    pub async fn open_those(&self, clients: &[ClientId], action: &'static Action) -> Result<Vec<Opened>, Problem> {
        if clients.is_empty() {
            return Ok(Vec::new());
        }
        let (reader, at) = (self.gate.reader(), self.gate.ctx().now());
        let rows = self.tie_rows(&reader, clients, at).await.map_err(failed)?;
        let mut all = Vec::new();
        for client in clients {
            let mut known = self.fold(rows.iter().filter(|row| row.client_id == client.0));
            single_denials(&reader, &[*client], &mut known).await.map_err(failed)?;
            let scopes = self.scopes_of(action, &known);
            if !scopes.is_empty() {
                all.push(self.opened(vec![*client], *client, scopes, known, action, at));
            }
        }
        if !all.is_empty() {
            let mut line = self.line(action, None, None);
            line.also = all.iter().map(|one| one.main.0).collect();
            self.trail.wait_for(self.gate.0.log.write(vec![line]));
        }
        Ok(all)
    }

    pub async fn open_object(&self, kind: &'static str, id: Uuid, action: &'static Action) -> Result<Opened, Problem> {
        let Home { clients, task, of } = self.home(kind, id, action).await?;
        let main = clients.first().copied().ok_or_else(Problem::not_found)?;
        let opened = self.decide(&clients, main, Some(task), action).await?;
        self.not_left_out(&opened, task, (kind, id), action).await?;
        if action.kind == ActionKind::Export
            && let Err(problem) = opened.unrestricted(&[id, of], Some(task)).await
        {
            self.refuse(action, Some(main), "processing_restricted", &[]);
            return Err(problem);
        }
        self.look(&opened, action, Some((kind, id)));
        Ok(opened)
    }

    pub async fn change(&self, clients: &[ClientId], action: &'static Action) -> Result<Change, Problem> {
        let main = clients.first().copied().ok_or_else(|| Problem::invalid_field("/client_ids", "required"))?;
        let opened = self.decide(clients, main, None, action).await?;
        Ok(self.change_of(Some(opened), action, None))
    }

    pub async fn change_object(&self, kind: &'static str, id: Uuid, action: &'static Action) -> Result<Change, Problem> {
        let Home { clients, task, of } = self.home(kind, id, action).await?;
        let main = clients.first().copied().ok_or_else(Problem::not_found)?;
        let opened = self.decide(&clients, main, Some(task), action).await?;
        self.not_left_out(&opened, task, (kind, id), action).await?;
        let change = self.change_of(Some(opened), action, Some((kind, id)));
        change.client()?.unrestricted(&[id, of], Some(task)).await?;
        Ok(change)
    }

    /// A thing the client has denied to this one, or of an item this one's role does not open, looks like a thing that is not there.
    async fn not_left_out(
        &self,
        opened: &Opened,
        within: (Register, ServiceTask),
        (kind, id): (&'static str, Uuid),
        action: &'static Action,
    ) -> Result<(), Problem> {
        let left_out = opened.scopes.withholds(within, id) || !self.opens_item(&opened.scopes, kind, id).await.map_err(failed)?;
        if left_out {
            return Err(self.refuse(action, Some(opened.main), "no_such_object", &[]).status_404());
        }
        Ok(())
    }

    /// Whether the role opens the item a thing belongs to; asked of the database only when there is one it does not open.
    async fn opens_item(&self, scopes: &Scopes, kind: &'static str, id: Uuid) -> Result<bool, DbErr> {
        if scopes.closed.is_empty() || !ITEMS.contains(&kind) {
            return Ok(true);
        }
        #[derive(FromQueryResult)]
        struct Row {
            catalogue_row: CatalogueRow,
        }
        let row: Option<Row> =
            sql::one(&self.gate.reader(), &format!("SELECT catalogue_row FROM {kind} WHERE id = $1"), [id.into()]).await?;
        Ok(row.is_none_or(|row| scopes.opens(row.catalogue_row)))
    }

    /// The items of the data catalogue this one's role does not open, by the rules in force now.
    fn closed(&self) -> Arc<[CatalogueRow]> {
        self.gate.0.items.closed(self.staff.role, self.gate.ctx().today()).into()
    }

    /// A change that is about no client: units, teams, absences, own filters.
    pub fn change_reference(&self, action: &'static Action) -> Result<Change, Problem> {
        self.allowed_at_all(action)?;
        Ok(self.change_of(None, action, None))
    }

    pub fn list(&self, action: &'static Action) -> Result<Listed, Problem> {
        let scopes = self.allowed_at_all(action)?;
        Ok(Listed {
            team_ids: self.staff.team_ids.clone(),
            substituted: self.staff.substitutes_for.clone(),
            staff: self.staff.clone(),
            scopes,
            reader: self.gate.reader(),
            at: self.gate.ctx().now(),
            shown: self.shown(action),
        })
    }

    pub fn find(&self, action: &'static Action) -> Result<Found, Problem> {
        self.allowed_at_all(action)?;
        Ok(Found { reader: self.gate.reader(), at: self.gate.ctx().now(), shown: self.shown(action) })
    }

    pub fn survey(&self, action: &'static Action) -> Result<Surveyed, Problem> {
        self.allowed_at_all(action)?;
        let team_ids = self.staff.team_ids.clone();
        Ok(Surveyed { reader: self.gate.reader(), at: self.gate.ctx().now(), team_ids, shown: self.shown(action) })
    }

    /// Whether the role may at all; for what reads nothing of clients.
    pub fn may(&self, action: &'static Action) -> Result<(), Problem> {
        self.allowed_at_all(action).map(|_| ())
    }

    fn shown(&self, action: &'static Action) -> Shown {
        let line = self.line(action, None, None);
        let attempt = self.trail.attempt(line.clone());
        Shown { gate: self.gate.clone(), trail: self.trail.clone(), line, attempt }
    }

    /// For what is not about one client: whether the role may at all, and in which scopes.
    fn allowed_at_all(&self, action: &'static Action) -> Result<Scopes, Problem> {
        let scopes = self.scopes_at_all(action);
        if scopes.is_empty() {
            return Err(self.refuse(action, None, "role", &["ask_supervisor"]));
        }
        Ok(scopes)
    }

    pub fn could(&self, action: &'static Action) -> bool {
        !self.scopes_at_all(action).is_empty()
    }

    fn scopes_at_all(&self, action: &'static Action) -> Scopes {
        let allowed = |(register, task): &(Register, ServiceTask)| {
            self.allows(action.group, *register, *task, Relation::default(), &Known::default())
        };
        Scopes::of(pairs().filter(allowed).collect(), self.closed())
    }

    fn allows(&self, group: Group, register: Register, task: ServiceTask, relation: Relation, known: &Known) -> bool {
        let (permit, ground) = (known.permit(register, task), known.grounds(register, task).next().is_some());
        self.asked(group, (register, task), relation, known, permit, ground)
    }

    /// What the policies say when a permit and a ground hold, or do not.
    fn asked(
        &self,
        group: Group,
        (register, service_task): (Register, ServiceTask),
        relation: Relation,
        known: &Known,
        permit: bool,
        ground: bool,
    ) -> bool {
        self.gate.policies().allows(Facts {
            role: self.staff.role,
            group,
            register,
            service_task,
            relation,
            tied: known.any().cares(),
            permit,
            ground,
            emergency: known.emergencies.contains(&register),
            colleague: known.colleague(),
            can_decide: self.staff.can_decide,
        })
    }

    /// The single things denied that this pair leaves out: none where the viewer is by their own task and relation, for a denial
    /// stops disclosure and not use; else those no ground of theirs passes.
    fn withheld(&self, action: &'static Action, pair: (Register, ServiceTask), known: &Known) -> Vec<Uuid> {
        if self.asked(action.group, pair, known.relation(pair.0, pair.1), known, false, false) {
            return Vec::new();
        }
        let passes = |ok: bool| known.grounds(pair.0, pair.1).any(|g| g.past.reaches(ok));
        known.things.iter().filter(|(_, ok)| !passes(*ok)).map(|(id, _)| *id).collect()
    }

    async fn decide(
        &self,
        clients: &[ClientId],
        main: ClientId,
        within: Option<(Register, ServiceTask)>,
        action: &'static Action,
    ) -> Result<Opened, Problem> {
        let reader = self.gate.reader();
        let at = self.gate.ctx().now();
        let mut people = Vec::new();
        for client in clients {
            people.push(linked(&reader, &[*client]).await.map_err(failed)?);
        }
        let mut all: Vec<ClientId> = Vec::new();
        // The ones asked for first, then those linked to them.
        for id in people.iter().filter_map(|ids| ids.first()).chain(people.iter().flatten()) {
            if !all.contains(id) {
                all.push(*id);
            }
        }
        if all.is_empty() {
            return Err(self.refuse(action, None, "no_such_client", &[]).status_404());
        }
        let rows = self.tie_rows(&reader, &all, at).await.map_err(failed)?;
        // Rights reach each person apart: what opens one client opens nothing of another who is asked for with them.
        people.retain(|ids| !ids.is_empty());
        let mut known: Vec<Known> = Vec::with_capacity(people.len());
        for ids in &people {
            let mut one = self.fold(rows.iter().filter(|row| ids.contains(&ClientId(row.client_id))));
            single_denials(&reader, ids, &mut one).await.map_err(failed)?;
            known.push(one);
        }
        let persons: Vec<(Vec<ClientId>, Scopes)> =
            people.into_iter().zip(&known).map(|(ids, known)| (ids, self.scopes_of(action, known))).collect();
        let scopes = persons.iter().map(|(_, scopes)| scopes.clone()).reduce(|all, one| all.both(&one)).unwrap_or_default();
        let known = known.into_iter().reduce(Known::both).unwrap_or_default();
        let reached = match within {
            Some((register, task)) => scopes.sees(register, task),
            None => !scopes.is_empty(),
        };
        if !reached {
            // A permit opens nothing to one who is not tied.
            // The same words whether the team is tied to the colleague or not.
            if known.colleague() {
                return Err(self.refuse(action, Some(main), "colleague", &["named_ground"]));
            }
            return Err(match known.any().cares() {
                true => self.refuse(action, Some(main), "rights", &["initiate_matter", "ask_permit", "named_ground"]),
                false => self.refuse(action, Some(main), "not_tied", &["initiate_matter", "named_ground"]),
            });
        }
        Ok(Opened { persons, ..self.opened(all, main, scopes, known, action, at) })
    }

    /// The pairs of register and task that what is known of a client lets through.
    fn scopes_of(&self, action: &'static Action, known: &Known) -> Scopes {
        let pairs: Vec<_> = pairs().filter(|(r, t)| self.allows(action.group, *r, *t, known.relation(*r, *t), known)).collect();
        let mut denied = Vec::new();
        if !known.things.is_empty() {
            for (register, task) in &pairs {
                let ids = self.withheld(action, (*register, *task), known);
                if !ids.is_empty() {
                    denied.push(DeniedThings { register: *register, task: *task, ids, sqlite: known.sqlite });
                }
            }
        }
        Scopes { pairs, denied, closed: self.closed() }
    }

    fn opened(
        &self,
        clients: Vec<ClientId>,
        main: ClientId,
        scopes: Scopes,
        known: Known,
        action: &'static Action,
        at: DateTime<Utc>,
    ) -> Opened {
        // Every ground that reaches into what is seen stands in the log line, so that none hides behind another.
        let mut grounds: Vec<&str> = scopes.pairs.iter().flat_map(|(r, t)| known.grounds(*r, *t)).map(|g| g.code.as_str()).collect();
        grounds.sort_unstable();
        grounds.dedup();
        let whole = |register: &Register| pairs().any(|(r, t)| r == *register && known.permit(r, t));
        let permits: Vec<Register> = known.permits.iter().copied().filter(whole).collect();
        let ground = (!grounds.is_empty()).then(|| grounds.join(",")).or_else(|| {
            permits
                .iter()
                .any(|r| scopes.register(*r) && pairs().filter(|(p, _)| p == r).all(|(p, t)| known.relation(p, t).is_none()))
                .then(|| "disclosure_permit".to_owned())
        });
        Opened {
            persons: vec![(clients.clone(), scopes.clone())],
            clients,
            main,
            scopes,
            ground,
            action,
            reader: self.gate.reader(),
            at,
            permits,
            asker: self.clone(),
            known,
        }
    }

    /// Whom an object is about and where it belongs.
    async fn home(&self, kind: &'static str, id: Uuid, action: &'static Action) -> Result<Home, Problem> {
        #[derive(FromQueryResult)]
        struct Row {
            client_id: Uuid,
            register: String,
            service_task: String,
        }
        let (kind, id) = match self.matter_of(kind, id).await.map_err(failed)? {
            Some(matter) => ("matter", matter),
            None => (kind, id),
        };
        let text = "SELECT client_id, register, service_task FROM care_relation WHERE object_kind = $1 AND object_id = $2 AND (valid_to IS NULL OR valid_to > $3) ORDER BY id";
        let rows: Vec<Row> =
            sql::all(&self.gate.reader(), text, [kind.into(), id.into(), self.gate.ctx().now().into()]).await.map_err(failed)?;
        let Some(scope) = rows.first().and_then(|r| Some((Register::parse(&r.register)?, ServiceTask::parse(&r.service_task)?))) else {
            return Err(self.refuse(action, None, "no_such_object", &[]).status_404());
        };
        let mut clients: Vec<ClientId> = Vec::new();
        for row in &rows {
            if !clients.contains(&ClientId(row.client_id)) {
                clients.push(ClientId(row.client_id));
            }
        }
        Ok(Home { clients, task: scope, of: id })
    }

    /// The matter a thing made in one belongs to: such a thing has no ties of its own, the matter's ties name its clients.
    async fn matter_of(&self, kind: &'static str, id: Uuid) -> Result<Option<Uuid>, DbErr> {
        if !OF_MATTER.contains(&kind) {
            return Ok(None);
        }
        #[derive(FromQueryResult)]
        struct Row {
            matter_id: Option<Uuid>,
        }
        let row: Option<Row> = sql::one(&self.gate.reader(), &format!("SELECT matter_id FROM {kind} WHERE id = $1"), [id.into()]).await?;
        Ok(row.and_then(|r| r.matter_id))
    }

    async fn tie_rows(&self, reader: &Reader, clients: &[ClientId], at: DateTime<Utc>) -> Result<Vec<TieRow>, DbErr> {
        let count = clients.len();
        let ids = || clients.iter().map(|c| Value::from(c.0));
        let list = sql::params(2, count);
        // One statement for ties, permits and denials, and openings: rights are read on every request. A basis that begins with a
        // mark is none of a tie: `=` a permit, `-` a denial of a level (with `+` when an emergency may use the data), `#` a ground and
        // `!` one of an emergency, each with how it stands to denials before its code. `@` says that the client works here, where.
        let text = format!(
            "SELECT client_id, register, service_task, basis, professional_id, team_id, unit_id FROM care_relation \
             WHERE client_id IN ({list}) AND valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) \
             UNION ALL SELECT client_id, register, service_task, CASE WHEN kind = 'permit' THEN '=' ELSE '-' || level END \
               || CASE WHEN emergency_ok THEN '+' ELSE '' END, NULL, NULL, NULL FROM will_expression \
             WHERE client_id IN ({list}) AND kind IN ('permit', 'denial') AND valid_from <= $1 AND (withdrawn_at IS NULL OR withdrawn_at > $1) \
             UNION ALL SELECT client_id, register, service_task, CASE WHEN emergency THEN '!' ELSE '#' END || COALESCE(past_denials, 'stops') || '/' || ground, professional_id, NULL, NULL FROM register_opening \
             WHERE client_id IN ({list}) AND opened_at <= $1 AND expires_at > $1 \
             UNION ALL SELECT i.client_id, '', '', '@', o.professional_id, m.team_id, p.unit_id FROM client_identifier i \
             JOIN own_identity o ON (o.blind = i.blind OR o.blind_before = i.blind) AND o.ended_at IS NULL \
             JOIN professional p ON p.id = o.professional_id AND p.valid_from <= ${day} AND (p.valid_to IS NULL OR p.valid_to >= ${day}) \
             LEFT JOIN membership m ON m.professional_id = p.id AND m.valid_from <= ${day} AND (m.valid_to IS NULL OR m.valid_to >= ${day}) \
             WHERE i.client_id IN ({list}) AND i.kind = 'hetu'",
            day = count + 2,
        );
        let values = std::iter::once(Value::from(at)).chain(ids()).chain([kernel::helsinki_date(at).into()]);
        sql::all(reader, &text, values).await
    }

    /// What ties, permits and openings say for this professional.
    fn fold<'r>(&self, rows: impl Iterator<Item = &'r TieRow>) -> Known {
        let mut known = Known::default();
        for row in rows {
            if row.basis == "@" {
                known.works_here |= row.professional_id == Some(self.staff.id)
                    || row.unit_id == Some(self.staff.unit_id)
                    || row.team_id.is_some_and(|team| self.staff.team_ids.contains(&team));
                continue;
            }
            let (Some(register), Some(task)) = (Register::parse(&row.register), ServiceTask::parse(&row.service_task)) else { continue };
            if row.basis.starts_with('=') {
                known.permits.push(register);
            } else if let Some(level) = row.basis.strip_prefix('-') {
                let (level, emergency_ok) = level.strip_suffix('+').map_or((level, false), |level| (level, true));
                match WillLevel::parse(level) {
                    Some(WillLevel::Controller) => known.denials.push(Denial { register, task: None, emergency_ok }),
                    Some(WillLevel::ServiceTask) => known.denials.push(Denial { register, task: Some(task), emergency_ok }),
                    // Which things is read when there are any.
                    _ => known.single = true,
                }
            } else if let Some(opening) = row.basis.strip_prefix(['#', '!']) {
                if row.professional_id == Some(self.staff.id) {
                    let (past, code) = opening.split_once('/').unwrap_or(("stops", opening));
                    known.grounds.push(OpenGround { register, code: code.to_owned(), past: PastDenials::parse(past) });
                    if row.basis.starts_with('!') {
                        known.emergencies.push(register);
                    }
                }
            } else if let Some(relation) = self.relation(row) {
                known.ties.push((register, task, relation));
            }
        }
        known
    }

    /// How a tie reaches this professional, if it does.
    fn relation(&self, row: &TieRow) -> Option<Relation> {
        let basis = Relation::parse(&row.basis)?;
        if row.professional_id == Some(self.staff.id) {
            return Some(basis);
        }
        if row.professional_id.is_some_and(|p| self.staff.substitutes_for.contains(&p)) && basis != Relation::SENDER {
            return Some(Relation::SUBSTITUTE);
        }
        if row.professional_id.is_some() {
            return None;
        }
        if row.team_id.is_some_and(|t| self.staff.team_ids.contains(&t)) {
            return Some(Relation::TEAM);
        }
        (row.unit_id == Some(self.staff.unit_id)).then_some(Relation::UNIT)
    }

    fn look(&self, opened: &Opened, action: &'static Action, object: Option<(&'static str, Uuid)>) {
        let line = self.line(action, Some(opened), object);
        self.trail.wait_for(self.gate.0.log.write(vec![line]));
    }

    fn change_of(&self, opened: Option<Opened>, action: &'static Action, object: Option<(&'static str, Uuid)>) -> Change {
        let line = self.line(action, opened.as_ref(), object);
        let attempt = self.trail.attempt(line.clone());
        Change { opened, gate: self.gate.clone(), line, trail: self.trail.clone(), attempt }
    }

    fn line(&self, action: &'static Action, opened: Option<&Opened>, object: Option<(&'static str, Uuid)>) -> Line {
        Line {
            id: self.gate.ctx().new_id(),
            at: self.gate.ctx().now(),
            actor_kind: "staff".into(),
            actor_id: Some(self.staff.id),
            role: Some(self.staff.role.code().into()),
            unit_id: Some(self.staff.unit_id),
            client_id: opened.map(|o| o.main.0),
            also: opened.map(|o| o.clients.iter().filter(|c| **c != o.main).map(|c| c.0).collect()).unwrap_or_default(),
            action: action.name.into(),
            purpose: action.purpose.into(),
            ground: opened.and_then(|o| o.ground.clone()),
            registers: opened.map(|o| o.scopes.registers().iter().map(|r| r.code()).collect::<Vec<_>>().join(",")),
            categories: (!action.categories.is_empty()).then(|| action.categories.into()),
            object_kind: object.map(|(kind, _)| kind.into()),
            objects: object.map(|(_, id)| id.to_string()),
            outcome: Outcome::Allowed,
            code: None,
            request_id: self.trail.request_id,
            acting: None,
        }
    }

    /// Logs a refusal in a transaction of its own and makes the answer.
    fn refuse(&self, action: &'static Action, client: Option<ClientId>, reason: &str, what_helps: &[&str]) -> Problem {
        let mut line = self.line(action, None, None);
        line.client_id = client.map(|c| c.0);
        line.outcome = Outcome::Refused;
        line.code = Some(reason.into());
        self.trail.wait_for(self.gate.0.log.write(vec![line]));
        Problem::refused(reason, what_helps)
    }
}

/// Who asks on the client's own side.
#[derive(Clone)]
pub(crate) struct OwnAsker {
    pub gate: Gate,
    /// Whose data.
    pub client: ClientId,
    /// Who acts, when it is another; with what that opens.
    pub acting: Option<Acting>,
    pub standing: Standing,
    pub trail: Arc<Trail>,
}

impl OwnAsker {
    pub async fn open(&self, action: &'static Action) -> Result<Own, Problem> {
        self.may(action)?;
        let own = self.own().await?;
        self.trail.wait_for(self.gate.0.log.write(vec![self.line(action, &own.clients)]));
        Ok(own)
    }

    pub async fn change(&self, action: &'static Action) -> Result<OwnChange, Problem> {
        self.may(action)?;
        self.change_unasked(action).await
    }

    /// A change that beginning or ending to act is, about whom one acts for.
    pub async fn change_unasked(&self, action: &'static Action) -> Result<OwnChange, Problem> {
        let own = self.own().await?;
        let line = self.line(action, &own.clients);
        let attempt = self.trail.attempt(line.clone());
        Ok(OwnChange { own, gate: self.gate.clone(), line, trail: self.trail.clone(), attempt })
    }

    async fn own(&self) -> Result<Own, Problem> {
        let reader = self.gate.reader();
        let clients = linked(&reader, &[self.client]).await.map_err(failed)?;
        if clients.is_empty() {
            return Err(Problem::not_found());
        }
        Ok(Own { clients, reader, at: self.gate.ctx().now(), acting: self.acting.clone(), hidden: self.standing.hidden.clone() })
    }

    /// Whether whoever acts may do this for the client; the one place where it is decided. A refusal is logged.
    fn may(&self, action: &'static Action) -> Result<(), Problem> {
        let Some(acting) = &self.acting else { return Ok(()) };
        let opens = match self.gate.grounds() {
            Some(grounds) => grounds.opens(acting, &self.standing, action, self.gate.ctx().today()),
            None => Err("acting_ended"),
        };
        opens.map_err(|reason| {
            let mut line = self.line(action, &[]);
            line.outcome = Outcome::Refused;
            line.code = Some(reason.into());
            self.trail.wait_for(self.gate.0.log.write(vec![line]));
            Problem::refused(reason, &["oneself"])
        })
    }

    fn line(&self, action: &'static Action, clients: &[ClientId]) -> Line {
        Line {
            id: self.gate.ctx().new_id(),
            at: self.gate.ctx().now(),
            actor_kind: "client".into(),
            actor_id: Some(self.acting.as_ref().map_or(self.client, |a| a.actor).0),
            role: None,
            unit_id: None,
            client_id: Some(self.client.0),
            also: clients.iter().filter(|c| **c != self.client).map(|c| c.0).collect(),
            action: action.name.into(),
            purpose: action.purpose.into(),
            ground: None,
            registers: None,
            categories: (!action.categories.is_empty()).then(|| action.categories.into()),
            object_kind: None,
            objects: None,
            outcome: Outcome::Allowed,
            code: None,
            request_id: self.trail.request_id,
            acting: self.acting.as_ref().map(|a| a.ground.code().into()),
        }
    }
}

/// Reads which single things the clients have denied, when there are any.
async fn single_denials(reader: &Reader, clients: &[ClientId], known: &mut Known) -> Result<(), DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        object_id: Uuid,
        emergency_ok: bool,
    }
    if !known.single {
        return Ok(());
    }
    let text = format!(
        "SELECT o.object_id, w.emergency_ok FROM will_expression w JOIN denied_object o ON o.expression_id = w.id \
         WHERE w.client_id IN ({}) AND w.withdrawn_at IS NULL",
        sql::params(1, clients.len())
    );
    let rows: Vec<Row> = sql::all(reader, &text, clients.iter().map(|c| Value::from(c.0))).await?;
    known.sqlite = reader.get_database_backend() == DbBackend::Sqlite;
    known.things = rows.into_iter().map(|row| (row.object_id, row.emergency_ok)).collect();
    Ok(())
}

/// The given identities with those linked to them, the given ones first; only identities that exist.
pub(crate) async fn linked(reader: &Reader, clients: &[ClientId]) -> Result<Vec<ClientId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let list = sql::params(1, clients.len());
    // A link joins a temporary identity to a real one; two steps reach every identity of a person.
    let text = format!(
        "SELECT id FROM client WHERE id IN ({list}) \
         UNION SELECT l.client_id FROM identity_link l WHERE l.linked_id IN ({list}) AND l.unlinked_at IS NULL \
         UNION SELECT l.linked_id FROM identity_link l WHERE l.client_id IN ({list}) AND l.unlinked_at IS NULL \
         UNION SELECT s.client_id FROM identity_link l JOIN identity_link s ON s.linked_id = l.linked_id AND s.unlinked_at IS NULL \
           WHERE l.client_id IN ({list}) AND l.unlinked_at IS NULL"
    );
    let rows: Vec<Row> = sql::all(reader, &text, clients.iter().map(|c| Value::from(c.0))).await?;
    let mut all: Vec<ClientId> = clients.iter().copied().filter(|c| rows.iter().any(|r| r.id == c.0)).collect();
    all.extend(rows.iter().map(|r| ClientId(r.id)).filter(|c| !clients.contains(c)));
    Ok(all)
}

pub(crate) fn failed(error: DbErr) -> Problem {
    tracing::error!(%error, "a query failed");
    Problem::internal()
}

trait Hide {
    fn status_404(self) -> Self;
}
impl Hide for Problem {
    /// A thing that is not there and a thing that is not for this one to know of look the same.
    fn status_404(self) -> Self {
        Problem::not_found()
    }
}

/// A read needs an action that is a read; a wrong pairing would log a change as a look.
pub(crate) fn is_change(action: &Action) -> bool {
    action.kind == ActionKind::Change
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(closed: &[CatalogueRow]) -> Scopes {
        Scopes::of(vec![(Register::Social, ServiceTask::OlderPeople), (Register::Patient, ServiceTask::Health)], closed.into())
    }

    #[test]
    fn a_role_that_opens_everything_asks_nothing_more() {
        assert_eq!(scopes(&[]).items_sql("c"), "");
        assert!(!scopes(&[]).sql("m").contains("catalogue_row"));
        assert!((1..=30).all(|row| scopes(&[]).opens(row)));
    }

    #[test]
    fn what_a_role_does_not_open_is_left_out_of_every_register() {
        let some = scopes(&[9, 28]);
        assert!(some.sql("m").ends_with(") AND m.catalogue_row NOT IN (9,28)"), "{}", some.sql("m"));
        // The two registers stay together before it: neither gets past it.
        assert!(some.sql("m").starts_with("((m.register"), "{}", some.sql("m"));
        assert_eq!(some.items_sql(""), " AND catalogue_row NOT IN (9,28)");
        let of =
            |row| Scope { controller: Uuid::nil(), register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: row };
        assert!(some.covers(&of(18)) && !some.covers(&of(28)));
        assert!(!some.covers(&Scope { service_task: ServiceTask::Families, ..of(18) }), "and the task still decides");
    }

    #[test]
    fn of_two_persons_what_either_leaves_out_is_left_out() {
        let both = scopes(&[9]).both(&scopes(&[9, 28]));
        assert!([9, 28].iter().all(|row| !both.opens(*row)) && both.opens(18));
        assert_eq!(scopes(&[9]).both(&scopes(&[9])).items_sql(""), " AND catalogue_row NOT IN (9)");
    }
}
