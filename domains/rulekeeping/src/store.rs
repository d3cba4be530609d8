//! Queries for versions of rules. None of it is about clients.

use ::store::sql;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use trust::Work;
use uuid::Uuid;

/// Who made a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Released with the product.
    Shipped,
    /// The county's own.
    County,
}

impl Origin {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::County => "county",
        }
    }
}

/// A version as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub kind: String,
    pub number: i32,
    pub name: String,
    pub origin: String,
    pub body: String,
    pub source: String,
    pub valid_from: NaiveDate,
    pub why: Option<String>,
    pub base: Option<String>,
    pub restores: Option<String>,
    pub created_at: DateTime<Utc>,
    pub created_by: Option<Uuid>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_by: Option<Uuid>,
    pub withdrawn_why: Option<String>,
}

impl Row {
    pub fn is_county(&self) -> bool {
        self.origin == Origin::County.code()
    }
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn_at.is_some()
    }
}

const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "number",
    "name",
    "origin",
    "body",
    "source",
    "valid_from",
    "why",
    "base",
    "restores",
    "created_at",
    "created_by",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_why",
];

/// All versions of all kinds, each kind's in order. A county has some tens in ten years.
pub async fn all(conn: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    sql::all(conn, &format!("SELECT {} FROM rule_version ORDER BY kind, number", COLUMNS.join(", ")), []).await
}

/// Lets one change of a kind's versions happen at a time, also between processes.
pub async fn one_at_a_time(work: &Work, kind: &str) -> Result<(), DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [format!("rules:{kind}").into()]).await?;
    }
    Ok(())
}

pub async fn insert(work: &Work, row: &Row) -> Result<(), DbErr> {
    let values: Vec<Value> = vec![
        row.id.into(),
        row.kind.clone().into(),
        row.number.into(),
        row.name.clone().into(),
        row.origin.clone().into(),
        row.body.clone().into(),
        row.source.clone().into(),
        row.valid_from.into(),
        row.why.clone().into(),
        row.base.clone().into(),
        row.restores.clone().into(),
        row.created_at.into(),
        row.created_by.into(),
        row.withdrawn_at.into(),
        row.withdrawn_by.into(),
        row.withdrawn_why.clone().into(),
    ];
    sql::insert_many(work, "rule_version", COLUMNS, vec![values]).await
}

pub async fn set_withdrawn(work: &Work, id: Uuid, why: &str) -> Result<(), DbErr> {
    let text = "UPDATE rule_version SET withdrawn_at = $1, withdrawn_by = $2, withdrawn_why = $3 WHERE id = $4";
    sql::exec(work, text, [work.at().into(), work.actor_id().into(), why.into(), id.into()]).await.map(|_| ())
}
