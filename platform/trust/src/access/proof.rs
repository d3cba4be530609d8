use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Problem, Register, ServiceTask};
use store::Reader;
use store::sea_orm::{DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::policy::{Facts, Relation};
use crate::access::work::Work;
use crate::action::{Action, ActionKind};
use crate::gate::{Gate, Staff};
use crate::http::Trail;
use crate::log::{Line, Outcome};

/// The pairs of register and service task a proof lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<(Register, ServiceTask)>);

impl Scopes {
    pub fn sees(&self, register: Register, task: ServiceTask) -> bool {
        self.0.contains(&(register, task))
    }
    pub fn register(&self, register: Register) -> bool {
        self.0.iter().any(|(r, _)| *r == register)
    }
    pub fn registers(&self) -> Vec<Register> {
        Register::ALL.iter().copied().filter(|r| self.register(*r)).collect()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn pairs(&self) -> &[(Register, ServiceTask)] {
        &self.0
    }

    /// The scopes as a predicate over the columns of `alias` (codes only, so nothing needs binding).
    pub fn sql(&self, alias: &str) -> String {
        let dot = if alias.is_empty() { String::new() } else { format!("{alias}.") };
        let mut parts = Vec::new();
        for register in self.registers() {
            let tasks: Vec<&str> = self.0.iter().filter(|(r, _)| *r == register).map(|(_, t)| t.code()).collect();
            parts.push(format!("({dot}register = '{register}' AND {dot}service_task IN ('{}'))", tasks.join("','")));
        }
        if parts.is_empty() { "1 = 0".into() } else { format!("({})", parts.join(" OR ")) }
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
    scopes: Scopes,
    /// Another register opened by this.
    ground: Option<String>,
    staff: Arc<Staff>,
    action: &'static Action,
    reader: Reader,
    at: DateTime<Utc>,
    relation: Relation,
    permits: Vec<Register>,
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
    pub fn ground(&self) -> Option<&str> {
        self.ground.as_deref()
    }
    pub fn staff(&self) -> &Staff {
        &self.staff
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
        self.relation
    }
    /// Registers to which the client's disclosure permit is in force.
    pub fn permits(&self) -> &[Register] {
        &self.permits
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

    /// The policy as a predicate over a table with `team_id`, `handler_id`, `sender_id`, `register` and `service_task`:
    /// own teams' rows, own, and those of an absent professional one substitutes.
    pub fn sql(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
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
        (format!("({}) AND {}", parts.join(" OR "), self.scopes.sql(alias)), values)
    }

    /// Rows one sent, wherever they are now.
    pub fn sent_sql(&self, alias: &str, first: usize) -> (String, Vec<Value>) {
        (format!("{alias}.sender_id = ${first}"), vec![self.staff.id.into()])
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
    pub fn today(&self) -> chrono::NaiveDate {
        kernel::helsinki_date(self.at)
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
    grounds: Vec<(Register, String)>,
}

impl Known {
    fn relation(&self, register: Register, task: ServiceTask) -> Relation {
        self.ties.iter().filter(|(r, t, _)| *r == register && *t == task).fold(Relation::default(), |all, (_, _, r)| all.with(*r))
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
            let known = self.fold(rows.iter().filter(|row| row.client_id == client.0));
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
        let (clients, task) = self.clients_of(kind, id, action).await?;
        let main = clients.first().copied().ok_or_else(Problem::not_found)?;
        let opened = self.decide(&clients, main, Some(task), action).await?;
        self.look(&opened, action, Some((kind, id)));
        Ok(opened)
    }

    pub async fn change(&self, clients: &[ClientId], action: &'static Action) -> Result<Change, Problem> {
        let main = clients.first().copied().ok_or_else(|| Problem::invalid_field("/client_ids", "required"))?;
        let opened = self.decide(clients, main, None, action).await?;
        Ok(self.change_of(Some(opened), action, None))
    }

    pub async fn change_object(&self, kind: &'static str, id: Uuid, action: &'static Action) -> Result<Change, Problem> {
        let (clients, task) = self.clients_of(kind, id, action).await?;
        let main = clients.first().copied().ok_or_else(Problem::not_found)?;
        let opened = self.decide(&clients, main, Some(task), action).await?;
        Ok(self.change_of(Some(opened), action, Some((kind, id))))
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
        let allowed =
            |(register, task): &(Register, ServiceTask)| self.allows(action, *register, *task, Relation::default(), &Known::default());
        Scopes(pairs().filter(allowed).collect())
    }

    fn allows(&self, action: &'static Action, register: Register, task: ServiceTask, relation: Relation, known: &Known) -> bool {
        self.gate.policies().allows(Facts {
            role: self.staff.role,
            group: action.group,
            register,
            service_task: task,
            relation,
            tied: !known.any().is_none(),
            permit: known.permits.contains(&register),
            ground: known.grounds.iter().any(|(r, _)| *r == register),
            can_decide: self.staff.can_decide,
        })
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
        let linked = linked(&reader, clients).await.map_err(failed)?;
        if linked.is_empty() {
            return Err(self.refuse(action, None, "no_such_client", &[]).status_404());
        }
        let known = self.known(&reader, &linked, at).await.map_err(failed)?;
        let scopes = self.scopes_of(action, &known);
        let reached = match within {
            Some((register, task)) => scopes.sees(register, task),
            None => !scopes.is_empty(),
        };
        if !reached {
            return Err(self.refuse(
                action,
                Some(main),
                if known.any().is_none() { "not_tied" } else { "rights" },
                &["initiate_matter", "ask_permit", "named_ground"],
            ));
        }
        Ok(self.opened(linked, main, scopes, known, action, at))
    }

    /// The pairs of register and task that what is known of a client lets through.
    fn scopes_of(&self, action: &'static Action, known: &Known) -> Scopes {
        Scopes(pairs().filter(|(r, t)| self.allows(action, *r, *t, known.relation(*r, *t), known)).collect())
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
        let ground = known.grounds.iter().find(|(r, _)| scopes.register(*r)).map(|(_, g)| g.clone()).or_else(|| {
            known
                .permits
                .iter()
                .any(|r| scopes.register(*r) && pairs().filter(|(p, _)| p == r).all(|(p, t)| known.relation(p, t).is_none()))
                .then(|| "disclosure_permit".to_owned())
        });
        Opened {
            clients,
            main,
            scopes,
            ground,
            staff: self.staff.clone(),
            action,
            reader: self.gate.reader(),
            at,
            relation: known.any(),
            permits: known.permits,
        }
    }

    /// The clients an object is about now, main first, and where the object belongs.
    async fn clients_of(
        &self,
        kind: &'static str,
        id: Uuid,
        action: &'static Action,
    ) -> Result<(Vec<ClientId>, (Register, ServiceTask)), Problem> {
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
        Ok((clients, scope))
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

    async fn known(&self, reader: &Reader, clients: &[ClientId], at: DateTime<Utc>) -> Result<Known, DbErr> {
        let rows = self.tie_rows(reader, clients, at).await?;
        debug_assert!(rows.iter().all(|row| clients.contains(&ClientId(row.client_id))));
        Ok(self.fold(rows.iter()))
    }

    async fn tie_rows(&self, reader: &Reader, clients: &[ClientId], at: DateTime<Utc>) -> Result<Vec<TieRow>, DbErr> {
        let count = clients.len();
        let ids = || clients.iter().map(|c| Value::from(c.0));
        let list = sql::params(2, count);
        // One statement for ties, permits and openings: rights are read on every request.
        let text = format!(
            "SELECT client_id, register, service_task, basis, professional_id, team_id, unit_id FROM care_relation \
             WHERE client_id IN ({list}) AND valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) \
             UNION ALL SELECT client_id, register, service_task, '#permit', NULL, NULL, NULL FROM disclosure_permit \
             WHERE client_id IN ({list}) AND valid_from <= $1 AND (withdrawn_at IS NULL OR withdrawn_at > $1) \
             UNION ALL SELECT client_id, register, service_task, '#' || ground, professional_id, NULL, NULL FROM register_opening \
             WHERE client_id IN ({list}) AND opened_at <= $1 AND expires_at > $1"
        );
        let values = std::iter::once(Value::from(at)).chain(ids());
        sql::all(reader, &text, values).await
    }

    /// What ties, permits and openings say for this professional.
    fn fold<'r>(&self, rows: impl Iterator<Item = &'r TieRow>) -> Known {
        let mut known = Known::default();
        for row in rows {
            let (Some(register), Some(task)) = (Register::parse(&row.register), ServiceTask::parse(&row.service_task)) else { continue };
            if row.basis == "#permit" {
                known.permits.push(register);
            } else if let Some(ground) = row.basis.strip_prefix('#') {
                if row.professional_id == Some(self.staff.id) {
                    known.grounds.push((register, ground.to_owned()));
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
    pub client: ClientId,
    pub trail: Arc<Trail>,
}

impl OwnAsker {
    pub async fn open(&self, action: &'static Action) -> Result<Own, Problem> {
        let own = self.own().await?;
        self.trail.wait_for(self.gate.0.log.write(vec![self.line(action, &own)]));
        Ok(own)
    }

    pub async fn change(&self, action: &'static Action) -> Result<OwnChange, Problem> {
        let own = self.own().await?;
        let line = self.line(action, &own);
        let attempt = self.trail.attempt(line.clone());
        Ok(OwnChange { own, gate: self.gate.clone(), line, trail: self.trail.clone(), attempt })
    }

    async fn own(&self) -> Result<Own, Problem> {
        let reader = self.gate.reader();
        let clients = linked(&reader, &[self.client]).await.map_err(failed)?;
        if clients.is_empty() {
            return Err(Problem::not_found());
        }
        Ok(Own { clients, reader, at: self.gate.ctx().now() })
    }

    fn line(&self, action: &'static Action, own: &Own) -> Line {
        Line {
            id: self.gate.ctx().new_id(),
            at: self.gate.ctx().now(),
            actor_kind: "client".into(),
            actor_id: Some(self.client.0),
            role: None,
            unit_id: None,
            client_id: Some(self.client.0),
            also: own.clients.iter().filter(|c| **c != self.client).map(|c| c.0).collect(),
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
        }
    }
}

/// The given identities with those linked to them, the given ones first; only identities that exist.
async fn linked(reader: &Reader, clients: &[ClientId]) -> Result<Vec<ClientId>, DbErr> {
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
