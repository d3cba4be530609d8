//! The only place that reads and writes requests and their history.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Register, ServiceTask};
use people::organisation::TeamName;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::model::{RequestSide, RequestState, RequestStepKind};
use crate::ties::{ROW, Side};
use crate::{Error, clock};

/// A request as one side sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub kind: String,
    pub rules_version: String,
    pub matter_id: Option<Uuid>,
    pub from_register: String,
    pub from_task: String,
    pub from_team_id: Uuid,
    pub from_id: Uuid,
    pub to_register: String,
    pub to_task: String,
    pub to_team_id: Uuid,
    pub provider_id: Option<Uuid>,
    pub taken_by: Option<Uuid>,
    pub basis: String,
    pub state: String,
    pub words: String,
    pub sent_at: DateTime<Utc>,
    pub due_on: Option<NaiveDate>,
    pub kept_on: Option<NaiveDate>,
    pub asked_at: Option<DateTime<Utc>>,
    pub decline_reason: Option<String>,
    pub result: Option<String>,
    pub result_item: Option<String>,
    pub result_id: Option<Uuid>,
    pub done_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// The columns of [`Row`] in a table of one side, beside those the proof's predicates read.
pub(crate) const ROW_SQL: &str = "SELECT r.id, r.client_id, r.kind, r.rules_version, r.matter_id, r.from_register, r.from_task, \
     r.from_team_id, r.from_id, r.to_register, r.to_task, r.to_team_id, r.provider_id, r.taken_by, r.basis, r.state, r.words, r.sent_at, \
     r.due_on, r.kept_on, r.asked_at, r.decline_reason, r.result, r.result_item, r.result_id, r.done_at, r.closed_at, r.version";

/// The requests of one side, in columns that the proof's predicates read: the team, the handler, the register and the task are that
/// side's. So no list of the sender's needs a rule of its own for who sees what.
pub(crate) fn side_sql(side: RequestSide) -> String {
    let own = match side {
        RequestSide::Receiver => {
            "q.to_team_id AS team_id, q.handler_id AS handler_id, q.register AS register, q.service_task AS service_task"
        }
        RequestSide::Sender => {
            "q.from_team_id AS team_id, q.from_id AS handler_id, q.from_register AS register, q.from_task AS service_task"
        }
    };
    format!(
        "SELECT '{side}' AS side, {own}, q.id, q.client_id, q.catalogue_row, q.kind, q.rules_version, q.matter_id, q.from_register, \
         q.from_task, q.from_team_id, q.from_id, q.register AS to_register, q.service_task AS to_task, q.to_team_id, q.provider_id, \
         q.handler_id AS taken_by, q.basis, q.state, q.words, q.sent_at, q.due_on, q.kept_on, q.asked_at, q.decline_reason, q.result, \
         q.result_item, q.result_id, q.done_at, q.closed_at, q.version FROM service_request q"
    )
}

/// Both sides of every request.
pub(crate) fn sides_sql() -> String {
    format!("{} UNION ALL {}", side_sql(RequestSide::Receiver), side_sql(RequestSide::Sender))
}

impl Row {
    pub fn state(&self) -> RequestState {
        RequestState::parse(&self.state).unwrap_or(RequestState::Sent)
    }

    pub fn asked(&self) -> bool {
        self.asked_at.is_some()
    }

    pub fn waits_for(&self) -> Option<RequestSide> {
        clock::waits_for(self.state(), self.asked())
    }

    pub fn client(&self) -> ClientId {
        ClientId(self.client_id)
    }

    /// The team in whose hands it is now, or was last.
    pub fn team_of(&self, side: RequestSide) -> Uuid {
        if side == RequestSide::Sender { self.from_team_id } else { self.to_team_id }
    }

    /// Where a side's work is.
    pub fn place_of(&self, side: RequestSide) -> Result<(Register, ServiceTask), Error> {
        let (register, task) =
            if side == RequestSide::Sender { (&self.from_register, &self.from_task) } else { (&self.to_register, &self.to_task) };
        Register::parse(register).zip(ServiceTask::parse(task)).ok_or(Error::NotFound)
    }

    pub fn side(&self, side: RequestSide) -> Result<Side, Error> {
        Ok(Side { team: self.team_of(side), place: self.place_of(side)? })
    }
}

/// A request to be written.
pub(crate) struct NewRow<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub kind: &'a str,
    pub rules_version: &'a str,
    pub matter_id: Option<Uuid>,
    pub from: Side,
    pub from_id: Uuid,
    pub to: Side,
    pub provider_id: Option<Uuid>,
    pub basis: &'static str,
    pub words: &'a str,
    pub sent_at: DateTime<Utc>,
    pub due_on: NaiveDate,
}

const INSERTED: &[&str] = &[
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "kind",
    "rules_version",
    "matter_id",
    "from_register",
    "from_task",
    "from_team_id",
    "from_id",
    "to_team_id",
    "provider_id",
    "basis",
    "state",
    "words",
    "sent_at",
    "due_on",
    "version",
    "created_at",
    "updated_at",
];

pub(crate) async fn insert(work: &Work, new: &NewRow<'_>) -> Result<(), DbErr> {
    let scope = new.to.scope(work.gate().controller());
    let row: Vec<Value> = vec![
        new.id.into(),
        new.client.0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        new.kind.into(),
        new.rules_version.into(),
        new.matter_id.into(),
        new.from.place.0.code().into(),
        new.from.place.1.code().into(),
        new.from.team.into(),
        new.from_id.into(),
        new.to.team.into(),
        new.provider_id.into(),
        new.basis.into(),
        RequestState::Sent.code().into(),
        new.words.into(),
        new.sent_at.into(),
        new.due_on.into(),
        1i32.into(),
        new.sent_at.into(),
        new.sent_at.into(),
    ];
    sql::insert_many(work, "service_request", INSERTED, vec![row]).await
}

/// A step of a request's history.
pub(crate) struct NewStep<'a> {
    pub request: Uuid,
    pub client: ClientId,
    /// Whose it is: the receiver's place.
    pub place: (Register, ServiceTask),
    pub step: RequestStepKind,
    pub at: DateTime<Utc>,
    pub by: Option<Uuid>,
    pub team: Option<Uuid>,
    pub reason: Option<&'a str>,
    pub words: Option<&'a str>,
}

pub(crate) async fn step(work: &Work, new: NewStep<'_>) -> Result<(), DbErr> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "request_id",
        "step",
        "at",
        "by_id",
        "team_id",
        "reason",
        "words",
    ];
    let row: Vec<Value> = vec![
        work.new_id().into(),
        new.client.0.into(),
        work.gate().controller().into(),
        new.place.0.code().into(),
        new.place.1.code().into(),
        ROW.into(),
        new.request.into(),
        new.step.code().into(),
        new.at.into(),
        new.by.into(),
        new.team.into(),
        new.reason.into(),
        new.words.into(),
    ];
    sql::insert_many(work, "request_step", &columns, vec![row]).await
}

/// A step as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct StepRow {
    pub step: String,
    pub at: DateTime<Utc>,
    pub by_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub reason: Option<String>,
    pub words: Option<String>,
}

/// The history of a request that the caller's proof covers, oldest first.
pub(crate) async fn steps(conn: &impl ConnectionTrait, request: Uuid) -> Result<Vec<StepRow>, DbErr> {
    let text = "SELECT s.step, s.at, s.by_id, s.team_id, s.reason, s.words FROM request_step s WHERE s.request_id = $1 ORDER BY s.at, s.id";
    sql::all(conn, text, [request.into()]).await
}

/// What a change writes; `None` leaves a column as it is, but `due_on`, `kept_on` and `asked_at` are always told.
#[derive(Default)]
pub(crate) struct Changed<'a> {
    pub state: Option<RequestState>,
    pub due_on: Option<NaiveDate>,
    pub kept_on: Option<NaiveDate>,
    pub asked_at: Option<DateTime<Utc>>,
    pub more: Vec<(&'static str, Value)>,
    pub closed: bool,
    pub result: Option<&'a str>,
}

/// The next state, when nothing has happened since it was seen. Whether it was so.
pub(crate) async fn change(work: &Work, id: Uuid, seen: i32, changed: Changed<'_>) -> Result<bool, DbErr> {
    let mut set = vec![("due_on", changed.due_on.into()), ("kept_on", changed.kept_on.into()), ("asked_at", changed.asked_at.into())];
    if let Some(state) = changed.state {
        set.push(("state", state.code().into()));
    }
    if changed.closed {
        set.push(("closed_at", work.at().into()));
    }
    set.extend(changed.result.map(|result| ("result", Value::from(result))));
    set.extend(changed.more);
    update(work, id, seen, set).await
}

/// Writes columns, when nothing has happened since the row was seen. Whether it was so.
pub(crate) async fn update(work: &Work, id: Uuid, seen: i32, set: Vec<(&'static str, Value)>) -> Result<bool, DbErr> {
    let assigned: Vec<String> = set.iter().enumerate().map(|(at, (column, _))| format!("{column} = ${}", at + 4)).collect();
    let text = format!(
        "UPDATE service_request SET {}, version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2",
        assigned.join(", ")
    );
    let first: [Value; 3] = [id.into(), seen.into(), work.at().into()];
    let values = first.into_iter().chain(set.into_iter().map(|(_, value)| value));
    Ok(sql::exec(work, &text, values).await?.rows_affected() == 1)
}

/// Names of teams and units, for rows.
pub(crate) fn name_of(teams: &std::collections::HashMap<Uuid, TeamName>, id: Uuid) -> String {
    teams.get(&id).map(|team| team.name.clone()).unwrap_or_default()
}
