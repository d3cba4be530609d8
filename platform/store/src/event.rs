//! Domain events: one per change, in the change's own transaction. Consumers follow by cursor and skip nothing.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};
use serde::Serialize;
use uuid::Uuid;

use crate::conn::Tx;

/// What happened. `data` holds ids and codes only, never personal data.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// `room.thing.happened`, e.g. `care.matter.taken`.
    pub kind: &'static str,
    pub client_id: Option<Uuid>,
    pub object_kind: &'static str,
    pub object_id: Uuid,
    pub team_id: Option<Uuid>,
    pub actor_id: Option<Uuid>,
    pub data: Option<serde_json::Value>,
}

impl NewEvent {
    pub fn new(kind: &'static str, object_kind: &'static str, object_id: Uuid) -> Self {
        Self { kind, client_id: None, object_kind, object_id, team_id: None, actor_id: None, data: None }
    }
    #[must_use]
    pub fn client(mut self, id: Uuid) -> Self {
        self.client_id = Some(id);
        self
    }
    #[must_use]
    pub fn team(mut self, id: Uuid) -> Self {
        self.team_id = Some(id);
        self
    }
    #[must_use]
    pub fn actor(mut self, id: Uuid) -> Self {
        self.actor_id = Some(id);
        self
    }
    #[must_use]
    pub fn data(mut self, data: serde_json::Value) -> Self {
        self.data = Some(data);
        self
    }

    pub(crate) async fn insert(self, tx: &Tx, at: DateTime<Utc>) -> Result<(), DbErr> {
        let txid = match tx.get_database_backend() {
            DbBackend::Postgres => "pg_current_xact_id()::text::bigint",
            _ => "0",
        };
        let sql = format!(
            "INSERT INTO event (txid, at, kind, client_id, object_kind, object_id, team_id, actor_id, data) VALUES ({txid}, $1, $2, $3, $4, $5, $6, $7, $8)"
        );
        let values: [Value; 8] = [
            at.into(),
            self.kind.into(),
            self.client_id.into(),
            self.object_kind.into(),
            self.object_id.into(),
            self.team_id.into(),
            self.actor_id.into(),
            self.data.into(),
        ];
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
        Ok(())
    }
}

/// Where a consumer is: the writing transaction and the sequence within.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cursor {
    pub txid: i64,
    pub seq: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.txid, self.seq)
    }
}

impl std::str::FromStr for Cursor {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        let (txid, seq) = s.split_once('-').ok_or(())?;
        Ok(Self { txid: txid.parse().map_err(|_| ())?, seq: seq.parse().map_err(|_| ())? })
    }
}

#[derive(Clone, Debug)]
pub struct Event {
    pub cursor: Cursor,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub client_id: Option<Uuid>,
    pub object_kind: String,
    pub object_id: Uuid,
    pub team_id: Option<Uuid>,
    pub actor_id: Option<Uuid>,
    pub data: Option<serde_json::Value>,
}

impl Event {
    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            cursor: Cursor { txid: row.try_get("", "txid")?, seq: row.try_get("", "seq")? },
            at: row.try_get("", "at")?,
            kind: row.try_get("", "kind")?,
            client_id: row.try_get("", "client_id")?,
            object_kind: row.try_get("", "object_kind")?,
            object_id: row.try_get("", "object_id")?,
            team_id: row.try_get("", "team_id")?,
            actor_id: row.try_get("", "actor_id")?,
            data: row.try_get("", "data")?,
        })
    }
}

/// Only what no running transaction can still slip under. A sequence is handed out before the commit, so on PostgreSQL a
/// higher number can be seen while a lower one is still open; transactions below the snapshot's oldest running one are over.
fn settled(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
        _ => "",
    }
}

/// What gives the events after `$1` and `$2`. SQLite walks an index by the first of two columns that are compared together, which
/// is every event there ever was: there the two halves are said apart.
fn after_sql(backend: DbBackend, limit: u64) -> String {
    let columns = "SELECT txid, seq, at, kind, client_id, object_kind, object_id, team_id, actor_id, data FROM event WHERE";
    let after = match backend {
        DbBackend::Sqlite => format!("txid = $1 AND seq > $2 UNION ALL {columns} txid > $1"),
        _ => format!("(txid, seq) > ($1, $2) {}", settled(backend)),
    };
    format!("{columns} {after} ORDER BY txid, seq LIMIT {limit}")
}

/// Events after `cursor`, in order, at most `limit`.
pub async fn after(conn: &impl ConnectionTrait, cursor: Cursor, limit: u64) -> Result<Vec<Event>, DbErr> {
    let backend = conn.get_database_backend();
    let sql = after_sql(backend, limit);
    let rows = conn.query_all_raw(Statement::from_sql_and_values(backend, sql, [cursor.txid.into(), cursor.seq.into()])).await?;
    rows.iter().map(Event::from_row).collect()
}

/// What happened to one thing, newest first: events of it whose kind begins with `room` and a dot.
pub async fn of_object(conn: &impl ConnectionTrait, object_id: uuid::Uuid, room: &str, limit: u64) -> Result<Vec<Event>, DbErr> {
    let sql = format!(
        "SELECT txid, seq, at, kind, client_id, object_kind, object_id, team_id, actor_id, data FROM event \
         WHERE object_id = $1 AND kind LIKE $2 ORDER BY seq DESC LIMIT {limit}"
    );
    let values: [Value; 2] = [object_id.into(), format!("{room}.%").into()];
    let rows = conn.query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    rows.iter().map(Event::from_row).collect()
}

/// The newest settled event, where a new follower begins.
pub async fn newest(conn: &impl ConnectionTrait) -> Result<Cursor, DbErr> {
    let backend = conn.get_database_backend();
    let sql = format!("SELECT txid, seq FROM event WHERE 1 = 1 {} ORDER BY txid DESC, seq DESC LIMIT 1", settled(backend));
    match conn.query_one_raw(Statement::from_string(backend, sql)).await? {
        Some(row) => Ok(Cursor { txid: row.try_get("", "txid")?, seq: row.try_get("", "seq")? }),
        None => Ok(Cursor::default()),
    }
}

/// Where a named consumer was, to go on after a restart. None of one that has never read.
pub async fn cursor_of(conn: &impl ConnectionTrait, consumer: &str) -> Result<Option<Cursor>, DbErr> {
    let stmt = Statement::from_sql_and_values(
        conn.get_database_backend(),
        "SELECT txid, seq FROM event_cursor WHERE consumer = $1",
        [consumer.into()],
    );
    let row = conn.query_one_raw(stmt).await?;
    row.map(|row| Ok(Cursor { txid: row.try_get("", "txid")?, seq: row.try_get("", "seq")? })).transpose()
}

/// Remembers that a consumer has dealt with everything up to `cursor`; in the transaction of what it did.
pub async fn move_cursor(conn: &impl ConnectionTrait, consumer: &str, cursor: Cursor, at: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "INSERT INTO event_cursor (consumer, txid, seq, updated_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (consumer) DO UPDATE SET txid = excluded.txid, seq = excluded.seq, updated_at = excluded.updated_at";
    let values: [Value; 4] = [consumer.into(), cursor.txid.into(), cursor.seq.into(), at.into()];
    conn.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDb;

    #[tokio::test]
    async fn a_follower_on_sqlite_looks_at_what_is_new_alone() {
        let test = TestDb::sqlite().await;
        let text = format!("EXPLAIN QUERY PLAN {}", after_sql(DbBackend::Sqlite, 500));
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, text, [0i64.into(), 7i64.into()]);
        let plan = test.db.writer().query_all_raw(statement).await.unwrap();
        let steps: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        assert!(steps.iter().any(|step| step.contains("(txid=? AND seq>?)")), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("SCAN") || step.contains("TEMP B-TREE")), "{steps:?}");
    }
}
