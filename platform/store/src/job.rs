//! Rows of the queue of jobs: put in with the change that asks for them, claimed by whoever is free, done or tried again.
//! They hold ids and codes, never personal data, so the bookkeeping needs no proof; what a job *does* with clients' data
//! does. The crate `jobs` is the way to use this.

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, FromQueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use uuid::Uuid;

use crate::conn::Tx;
use crate::db::Db;
use crate::event::NewEvent;
use crate::sql;

/// A job to put in the queue.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    pub kind: &'static str,
    pub key: Option<String>,
    pub payload: serde_json::Value,
    pub max_attempts: i32,
    pub run_at: DateTime<Utc>,
    pub created_by: Option<Uuid>,
    pub at: DateTime<Utc>,
}

/// A job claimed: nobody else has it until the lease runs out.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Claim {
    pub id: Uuid,
    pub kind: String,
    pub payload: serde_json::Value,
    /// This attempt's number, from 1.
    pub attempts: i32,
    pub max_attempts: i32,
    pub lease: Uuid,
    pub created_by: Option<Uuid>,
}

/// What becomes of an attempt that failed.
#[derive(Clone, Debug)]
pub enum Next {
    Again(DateTime<Utc>),
    Dead,
}

/// Puts a job in, in the caller's transaction. `false`: a job of this kind with this key is there already.
pub async fn put(conn: &impl ConnectionTrait, row: Row) -> Result<bool, DbErr> {
    let text = "INSERT INTO job (id, kind, key, payload, state, attempts, max_attempts, replays, run_at, created_by, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, 'waiting', 0, $5, 0, $6, $7, $8, $8) ON CONFLICT (kind, key) DO NOTHING";
    let values: [Value; 8] = [
        row.id.into(),
        row.kind.into(),
        row.key.into(),
        row.payload.into(),
        row.max_attempts.into(),
        row.run_at.into(),
        row.created_by.into(),
        row.at.into(),
    ];
    Ok(sql::exec(conn, text, values).await?.rows_affected() > 0)
}

/// Due: waiting for this moment or an earlier one, or left behind by a process that went away.
const DUE: &str = "((state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1))";

/// Whether anything of these kinds is due. Reads only, so that an idle queue takes no write lock.
pub async fn any_due(db: &Db, kinds: &[&'static str], now: DateTime<Utc>) -> Result<bool, DbErr> {
    if kinds.is_empty() {
        return Ok(false);
    }
    let text = format!("SELECT 1 AS one FROM job WHERE {DUE} AND kind IN ({}) LIMIT 1", sql::params(2, kinds.len()));
    let values = std::iter::once(Value::from(now)).chain(kinds.iter().map(|k| Value::from(*k)));
    Ok(!sql::rows(&db.reference(), &text, values).await?.is_empty())
}

/// Claims the job that has been due longest, until `lease_until`. Two processes never get the same one: PostgreSQL skips
/// rows another has locked, SQLite has one writer.
pub async fn claim(
    db: &Db,
    kinds: &[&'static str],
    lease: Uuid,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Claim>, DbErr> {
    if kinds.is_empty() {
        return Ok(None);
    }
    let skip = if db.backend() == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let text = format!(
        "UPDATE job SET state = 'running', lease = $2, lease_until = $3, attempts = attempts + 1, updated_at = $1 \
         WHERE id = (SELECT id FROM job WHERE {DUE} AND kind IN ({}) ORDER BY run_at, id LIMIT 1 {skip}) \
         RETURNING id, kind, payload, attempts, max_attempts, lease, created_by",
        sql::params(4, kinds.len())
    );
    let values = [Value::from(now), lease.into(), lease_until.into()].into_iter().chain(kinds.iter().map(|k| Value::from(*k)));
    let rows: Vec<Claim> = sql::all(db.writer(), &text, values).await?;
    Ok(rows.into_iter().next())
}

/// Lengthens the lease of a job under way. `false`: it is no longer ours.
pub async fn renew(db: &Db, claim: &Claim, lease_until: DateTime<Utc>) -> Result<bool, DbErr> {
    let text = "UPDATE job SET lease_until = $3 WHERE id = $1 AND lease = $2 AND state = 'running'";
    Ok(sql::exec(db.writer(), text, [claim.id.into(), claim.lease.into(), lease_until.into()]).await?.rows_affected() > 0)
}

/// Marks a job done: in the handler's own transaction, or by itself. `false`: it is no longer ours.
pub async fn done(conn: &impl ConnectionTrait, claim: &Claim, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let text = "UPDATE job SET state = 'done', lease = NULL, lease_until = NULL, last_error = NULL, finished_at = $3, updated_at = $3 \
                WHERE id = $1 AND lease = $2 AND state = 'running'";
    Ok(sql::exec(conn, text, [claim.id.into(), claim.lease.into(), at.into()]).await?.rows_affected() > 0)
}

/// [`done`] in a transaction of its own.
pub async fn done_alone(db: &Db, claim: &Claim, at: DateTime<Utc>) -> Result<bool, DbErr> {
    done(db.writer(), claim, at).await
}

/// Writes what went wrong and what comes next; a job that dies is told of by an event. `false`: it is no longer ours.
pub async fn failed(db: &Db, claim: &Claim, error: &str, next: Next, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let (state, run_at, finished) = match next {
        Next::Again(run_at) => ("waiting", Some(run_at), None),
        Next::Dead => ("dead", None, Some(at)),
    };
    let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    let tx = Tx::new(db.writer().begin_with_options(options).await?, db.clone());
    let text = "UPDATE job SET state = $3, last_error = $4, run_at = COALESCE($5, run_at), finished_at = $6, updated_at = $7, \
                lease = NULL, lease_until = NULL WHERE id = $1 AND lease = $2 AND state = 'running'";
    let values: [Value; 7] = [claim.id.into(), claim.lease.into(), state.into(), error.into(), run_at.into(), finished.into(), at.into()];
    let ours = tx.execute_raw(Statement::from_sql_and_values(db.backend(), text, values)).await?.rows_affected() > 0;
    if ours && state == "dead" {
        tx.emit(at, NewEvent::new("jobs.job.died", "job", claim.id).data(serde_json::json!({ "kind": claim.kind }))).await?;
    }
    tx.commit().await?;
    Ok(ours)
}

/// Gives back what a process that is gone had under way. Only for a database that no other process can have open (SQLite).
pub async fn release(db: &Db, at: DateTime<Utc>) -> Result<u64, DbErr> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(0);
    }
    let text = "UPDATE job SET lease_until = $1 WHERE state = 'running' AND lease_until > $1";
    Ok(sql::exec(db.writer(), text, [at.into()]).await?.rows_affected())
}

/// Forgets what was done or called off before `before`.
pub async fn prune(db: &Db, before: DateTime<Utc>) -> Result<u64, DbErr> {
    let text = "DELETE FROM job WHERE state IN ('done', 'cancelled') AND finished_at < $1";
    Ok(sql::exec(db.writer(), text, [before.into()]).await?.rows_affected())
}
