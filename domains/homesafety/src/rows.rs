//! The only place with queries of this room.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Problem, Register, Scope, ServiceTask};
use sea_orm::FromQueryResult;
use serde::de::DeserializeOwned;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::Error;
use crate::model::{Answers, AssessmentState, RiskState, RiskStep};

/// Of one client told at once; more of these nobody reads.
const MOST: usize = 200;

fn read<T: DeserializeOwned>(value: &serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(value.clone()).map_err(|_| DbErr::Type("home safety: a value of another form".into()))
}

pub(crate) fn written(value: &impl serde::Serialize) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(value).map_err(|error| DbErr::Json(error.to_string()))
}

/// Holds back others who change the same client's, so that one risk is not found twice.
pub(crate) async fn one_at_a_time(work: &Work, client: ClientId) -> Result<(), DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [format!("homesafety/{}", client.0).into()]).await?;
    }
    Ok(())
}

fn scope_of(register: &str, task: &str, controller: Uuid) -> Result<Scope, DbErr> {
    let unknown = || DbErr::Type("home safety: unknown register or task".into());
    Ok(Scope {
        controller,
        register: Register::parse(register).ok_or_else(unknown)?,
        service_task: ServiceTask::parse(task).ok_or_else(unknown)?,
        catalogue_row: crate::assess::ROW,
    })
}

/// The first values of a row that one client owns.
pub(crate) fn owned(id: Uuid, client: ClientId, scope: Scope) -> Vec<Value> {
    vec![
        id.into(),
        client.0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
    ]
}

const OWNED: [&str; 6] = ["id", "client_id", "controller", "register", "service_task", "catalogue_row"];

pub(crate) async fn insert(work: &Work, table: &str, more: &[&str], row: Vec<Value>) -> Result<(), DbErr> {
    let columns: Vec<&str> = OWNED.into_iter().chain(more.iter().copied()).collect();
    sql::insert_many(work, table, &columns, vec![row]).await
}

/// The conflict that a change of an older version meets.
pub(crate) fn conflict(id: Uuid, version: i32) -> Error {
    Problem::version_conflict(serde_json::json!({ "id": id, "version": version })).into()
}

// ---- Assessments -----------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct AssessmentRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub matter_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub rules_version: String,
    pub state: String,
    pub answers: serde_json::Value,
    pub took_part: Option<String>,
    pub own_view: Option<String>,
    pub begun_at: DateTime<Utc>,
    pub begun_by: Uuid,
    pub finished_at: Option<DateTime<Utc>>,
    pub finished_by: Option<Uuid>,
    pub corrects: Option<Uuid>,
    pub correction_reason: Option<String>,
    pub version: i32,
    pub updated_at: DateTime<Utc>,
}

impl AssessmentRow {
    pub fn state(&self) -> AssessmentState {
        AssessmentState::parse(&self.state).unwrap_or(AssessmentState::Discarded)
    }
    pub fn answers(&self) -> Result<Answers, DbErr> {
        read(&self.answers)
    }
    pub fn scope(&self, controller: Uuid) -> Result<Scope, DbErr> {
        scope_of(&self.register, &self.service_task, controller)
    }
}

const ASSESSMENT: &str = "SELECT a.id, a.client_id, a.register, a.service_task, a.matter_id, a.team_id, a.rules_version, a.state, a.answers, \
     a.took_part, a.own_view, a.begun_at, a.begun_by, a.finished_at, a.finished_by, a.corrects, a.correction_reason, a.version, a.updated_at \
     FROM safety_assessment a";

/// The newest; `whose` is a predicate over `a` with its values.
pub(crate) async fn assessments(conn: &impl ConnectionTrait, (whose, values): (String, Vec<Value>)) -> Result<Vec<AssessmentRow>, DbErr> {
    sql::all(conn, &format!("{ASSESSMENT} WHERE {whose} ORDER BY a.begun_at DESC, a.id DESC LIMIT {MOST}"), values).await
}

/// One of these clients'.
pub(crate) async fn assessment(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId]) -> Result<Option<AssessmentRow>, DbErr> {
    let text = format!("{ASSESSMENT} WHERE a.id = $1 AND a.client_id IN ({})", sql::params(2, clients.len()));
    sql::one(conn, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await
}

pub(crate) async fn insert_assessment(work: &Work, row: &AssessmentRow, scope: Scope) -> Result<(), DbErr> {
    let mut values = owned(row.id, ClientId(row.client_id), scope);
    values.extend::<[Value; 14]>([
        row.matter_id.into(),
        row.team_id.into(),
        row.rules_version.clone().into(),
        row.state.clone().into(),
        row.answers.clone().into(),
        row.took_part.clone().into(),
        row.own_view.clone().into(),
        row.begun_at.into(),
        row.begun_by.into(),
        row.corrects.into(),
        row.correction_reason.clone().into(),
        row.version.into(),
        row.begun_at.into(),
        row.updated_at.into(),
    ]);
    let columns = [
        "matter_id",
        "team_id",
        "rules_version",
        "state",
        "answers",
        "took_part",
        "own_view",
        "begun_at",
        "begun_by",
        "corrects",
        "correction_reason",
        "version",
        "created_at",
        "updated_at",
    ];
    insert(work, "safety_assessment", &columns, values).await
}

/// A change of a version that was seen: columns and their values. Refused when another was saved meanwhile.
pub(crate) async fn change(work: &Work, table: &str, id: Uuid, seen: i32, set: &[(&str, Value)]) -> Result<(), Error> {
    let mut values: Vec<Value> = vec![id.into(), seen.into(), work.at().into()];
    let mut parts = Vec::with_capacity(set.len());
    for (column, value) in set {
        values.push(value.clone());
        parts.push(format!("{column} = ${}", values.len()));
    }
    let text = format!("UPDATE {table} SET {}, version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2", parts.join(", "));
    if sql::exec(work, &text, values).await?.rows_affected() == 0 { Err(conflict(id, seen)) } else { Ok(()) }
}

// ---- Risks -----------------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct RiskRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub assessment_id: Uuid,
    pub item: String,
    pub rules_version: String,
    pub severity: i32,
    pub words: Option<String>,
    pub state: String,
    pub act: Option<String>,
    pub doer: Option<String>,
    pub due_on: NaiveDate,
    pub team_id: Option<Uuid>,
    pub handler_id: Option<Uuid>,
    pub steps: serde_json::Value,
    pub found_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl RiskRow {
    pub fn state(&self) -> RiskState {
        RiskState::parse(&self.state).unwrap_or(RiskState::Found)
    }
    pub fn steps(&self) -> Result<Vec<RiskStep>, DbErr> {
        read(&self.steps)
    }
    pub fn scope(&self, controller: Uuid) -> Result<Scope, DbErr> {
        scope_of(&self.register, &self.service_task, controller)
    }
}

/// The columns of [`RiskRow`], of the table `a`.
pub(crate) const RISK: &str = "SELECT a.id, a.client_id, a.register, a.service_task, a.assessment_id, a.item, a.rules_version, a.severity, \
     a.words, a.state, a.act, a.doer, a.due_on, a.team_id, a.handler_id, a.steps, a.found_at, a.closed_at, a.version FROM safety_risk a";

/// Open ones first, the gravest of them first; `whose` is a predicate over `a` with its values.
pub(crate) async fn risks(conn: &impl ConnectionTrait, (whose, values): (String, Vec<Value>)) -> Result<Vec<RiskRow>, DbErr> {
    let open = "CASE WHEN a.state IN ('found', 'agreed') THEN 0 ELSE 1 END";
    sql::all(conn, &format!("{RISK} WHERE {whose} ORDER BY {open}, a.severity DESC, a.due_on, a.id DESC LIMIT {MOST}"), values).await
}

/// Those of these clients that have one of these ids.
pub(crate) async fn risks_by_id(conn: &impl ConnectionTrait, ids: &[Uuid], clients: &[ClientId]) -> Result<Vec<RiskRow>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{RISK} WHERE a.id IN ({}) AND a.client_id IN ({}) ORDER BY a.severity DESC, a.id",
        sql::params(1, ids.len()),
        sql::params(1 + ids.len(), clients.len())
    );
    sql::all(conn, &text, ids.iter().map(|id| Value::from(*id)).chain(clients.iter().map(|c| c.0.into()))).await
}

/// The open ones of a client in a register and task.
pub(crate) async fn open_risks(work: &Work, client: ClientId, scope: &Scope) -> Result<Vec<RiskRow>, DbErr> {
    let text = format!("{RISK} WHERE a.client_id = $1 AND a.register = $2 AND a.service_task = $3 AND a.state IN ('found', 'agreed')");
    sql::all(work, &text, [client.0.into(), scope.register.code().into(), scope.service_task.code().into()]).await
}

pub(crate) async fn insert_risk(work: &Work, row: &RiskRow, scope: Scope) -> Result<(), DbErr> {
    let mut values = owned(row.id, ClientId(row.client_id), scope);
    values.extend::<[Value; 14]>([
        row.assessment_id.into(),
        row.item.clone().into(),
        row.rules_version.clone().into(),
        row.severity.into(),
        row.words.clone().into(),
        row.state.clone().into(),
        row.due_on.into(),
        row.team_id.into(),
        row.handler_id.into(),
        row.steps.clone().into(),
        row.found_at.into(),
        row.version.into(),
        row.found_at.into(),
        row.found_at.into(),
    ]);
    let columns = [
        "assessment_id",
        "item",
        "rules_version",
        "severity",
        "words",
        "state",
        "due_on",
        "team_id",
        "handler_id",
        "steps",
        "found_at",
        "version",
        "created_at",
        "updated_at",
    ];
    insert(work, "safety_risk", &columns, values).await
}
