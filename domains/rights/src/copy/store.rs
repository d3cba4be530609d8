//! The only place with queries for copies.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{SealedColumn, Work};
use uuid::Uuid;

/// Where the files are kept, for a change of the node's key.
pub static SEALED: SealedColumn =
    SealedColumn { table: "rights_copy_content", id: "copy_id", column: "content", kind: None, beside: |_, _, _| Vec::new() };

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub language: String,
    pub state: String,
    pub progress: i32,
    pub pairs: Option<String>,
    pub made_at: Option<DateTime<Utc>>,
    pub keep_until: Option<DateTime<Utc>>,
    pub size: Option<i64>,
    pub asked_at: DateTime<Utc>,
    pub asked_by: Option<Uuid>,
    pub due_on: NaiveDate,
}

const COLUMNS: &str = "c.id, c.language, c.state, c.progress, c.pairs, c.made_at, c.keep_until, c.size, \
     r.asked_at, r.asked_by, r.due_on";
const FROM: &str = "FROM rights_copy c JOIN rights_request r ON r.id = c.request_id";
/// The most that are told, newest first.
const MOST: u32 = 50;

/// The copies of those a predicate over `c` names, newest first.
pub(crate) async fn of(conn: &impl ConnectionTrait, (whose, values): (String, Vec<Value>)) -> Result<Vec<Row>, DbErr> {
    sql::all(conn, &format!("SELECT {COLUMNS} {FROM} WHERE {whose} ORDER BY c.id DESC LIMIT {MOST}"), values).await
}

/// One copy, of those a predicate over `c` names; its values begin at the second place.
pub(crate) async fn one(conn: &impl ConnectionTrait, id: Uuid, (whose, values): (String, Vec<Value>)) -> Result<Option<Row>, DbErr> {
    let all = std::iter::once(Value::from(id)).chain(values);
    sql::one(conn, &format!("SELECT {COLUMNS} {FROM} WHERE c.id = $1 AND {whose}"), all).await
}

/// Whether one asked for in the same way is being made.
pub(super) async fn under_way(work: &Work, clients: &[ClientId], by: Option<Uuid>) -> Result<bool, DbErr> {
    let list = sql::params(1, clients.len());
    let ids = || clients.iter().map(|c| Value::from(c.0));
    let own = if by.is_some() { "r.asked_by IS NOT NULL" } else { "r.asked_by IS NULL" };
    let text = format!("SELECT 1 AS one {FROM} WHERE c.client_id IN ({list}) AND c.state = 'making' AND {own} LIMIT 1");
    Ok(!sql::rows(work, &text, ids()).await?.is_empty())
}

/// The sealed file.
pub(super) async fn content(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Vec<u8>>, DbErr> {
    let rows = sql::rows(conn, "SELECT content FROM rights_copy_content WHERE copy_id = $1", [id.into()]).await?;
    rows.first().map(|row| row.try_get("", "content")).transpose()
}
