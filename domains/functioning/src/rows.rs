//! The only place with queries of this room.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use rules::BandSeverity;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::model::{Answers, MeasurementEnd, MeasurementEndReason, MeasurementOrigin};

/// A row as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub measure: String,
    pub measure_version: String,
    pub rules_version: String,
    pub answers: serde_json::Value,
    pub score: Option<f64>,
    pub band: Option<String>,
    pub origin: String,
    pub note: Option<String>,
    pub measured_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    /// staff | client
    pub recorded_kind: String,
    pub recorded_by: Option<Uuid>,
    pub corrects: Option<Uuid>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_how: Option<String>,
    pub ended_reason: Option<String>,
    pub ended_kind: Option<String>,
    pub ended_by: Option<Uuid>,
}

impl Row {
    /// What the program wrote and can read again.
    pub fn origin(&self) -> Result<MeasurementOrigin, DbErr> {
        MeasurementOrigin::parse(&self.origin).ok_or_else(|| DbErr::Type("measurement: unknown origin".into()))
    }
    pub fn answers(&self) -> Result<Vec<Answers>, DbErr> {
        serde_json::from_value(self.answers.clone()).map_err(|_| DbErr::Type("measurement: answers of another form".into()))
    }
    /// Whether it came from the client's side.
    pub fn is_clients(&self) -> bool {
        self.recorded_kind == "client"
    }
}

/// The most that is told of one client.
pub const MOST: usize = 1_000;

const COLUMNS: &str = "m.id, m.client_id, m.register, m.service_task, m.measure, m.measure_version, m.rules_version, m.answers, m.score, \
    m.band, m.origin, m.note, m.measured_at, m.recorded_at, m.recorded_kind, m.recorded_by, m.corrects, m.ended_at, m.ended_how, \
    m.ended_reason, m.ended_kind, m.ended_by";

/// The newest, one more than is told at most; `whose` is a predicate over `m` with its values.
pub async fn newest(conn: &impl ConnectionTrait, (whose, values): (String, Vec<Value>)) -> Result<Vec<Row>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM measurement m WHERE {whose} ORDER BY m.measured_at DESC, m.id DESC LIMIT {}",
        MOST.saturating_add(1)
    );
    sql::all(conn, &text, values).await
}

/// One of these clients' rows.
pub async fn one(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId]) -> Result<Option<Row>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM measurement m WHERE m.id = $1 AND m.client_id IN ({})", sql::params(2, clients.len()));
    sql::one(conn, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await
}

/// A row to be written.
pub struct NewRow {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub measure: String,
    pub measure_version: String,
    pub rules_version: String,
    pub answers: Vec<Answers>,
    pub score: Option<f64>,
    pub band: Option<String>,
    pub severity: Option<BandSeverity>,
    /// See `change::worse_by`.
    pub worse_by: Option<f64>,
    pub origin: MeasurementOrigin,
    pub note: Option<String>,
    pub measured_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_kind: String,
    pub recorded_by: Option<Uuid>,
    pub corrects: Option<Uuid>,
    /// What another system sent it as.
    pub source: Option<Source>,
}

/// The resource another system sent, as the record keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub system: String,
    pub id: Uuid,
    /// Its revision here.
    pub version: i32,
}

const INSERTED: &[&str] = &[
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "measure",
    "measure_version",
    "rules_version",
    "answers",
    "score",
    "band",
    "origin",
    "note",
    "measured_at",
    "recorded_at",
    "recorded_kind",
    "recorded_by",
    "corrects",
    "severity",
    "worse_by",
    "source_system",
    "source_id",
    "source_version",
];

pub async fn insert(work: &Work, rows: Vec<NewRow>) -> Result<(), DbErr> {
    let rows: Result<Vec<Vec<Value>>, DbErr> = rows
        .into_iter()
        .map(|new| {
            let answers = serde_json::to_value(&new.answers).map_err(|error| DbErr::Json(error.to_string()))?;
            Ok(vec![
                new.id.into(),
                new.client.0.into(),
                new.scope.controller.into(),
                new.scope.register.code().into(),
                new.scope.service_task.code().into(),
                new.scope.catalogue_row.into(),
                new.measure.into(),
                new.measure_version.into(),
                new.rules_version.into(),
                answers.into(),
                new.score.into(),
                new.band.into(),
                new.origin.code().into(),
                new.note.into(),
                new.measured_at.into(),
                new.recorded_at.into(),
                new.recorded_kind.into(),
                new.recorded_by.into(),
                new.corrects.into(),
                new.severity.map(|severity| severity.code().to_owned()).into(),
                new.worse_by.into(),
                new.source.as_ref().map(|source| source.system.clone()).into(),
                new.source.as_ref().map(|source| source.id).into(),
                new.source.as_ref().map(|source| source.version).into(),
            ])
        })
        .collect();
    sql::insert_many(work, "measurement", INSERTED, rows?).await
}

/// Ends a row that is in force; who does it is the change's actor. Tells whether it was.
pub async fn end(work: &Work, id: Uuid, how: MeasurementEnd, reason: MeasurementEndReason) -> Result<bool, DbErr> {
    let text = "UPDATE measurement SET ended_at = $1, ended_how = $2, ended_reason = $3, ended_kind = $4, ended_by = $5 \
                WHERE id = $6 AND ended_at IS NULL";
    let values: [Value; 6] =
        [work.at().into(), how.code().into(), reason.code().into(), work.actor_kind().to_owned().into(), work.actor_id().into(), id.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// Holds back others who change the same client's, so that one measurement is not corrected twice.
pub async fn one_at_a_time(work: &Work, client: ClientId) -> Result<(), DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [format!("functioning/{}", client.0).into()]).await?;
    }
    Ok(())
}

/// A row that another system sent.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OfSource {
    pub id: Uuid,
    pub measure: String,
    pub source_id: Uuid,
    pub source_version: i32,
    /// In force.
    pub standing: bool,
}

/// Everything of a client's that another system sent, in force and ended.
pub async fn of_sources(conn: &impl ConnectionTrait, client: ClientId) -> Result<Vec<OfSource>, DbErr> {
    let text = "SELECT m.id, m.measure, m.source_id, m.source_version, CASE WHEN m.ended_at IS NULL THEN TRUE ELSE FALSE END AS standing \
                FROM measurement m WHERE m.client_id = $1 AND m.source_id IS NOT NULL";
    sql::all(conn, text, [client.0.into()]).await
}
