//! The queue as an administrator sees it: what waits, what is dead and why, replay and calling off. Payloads stay unseen.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

/// The states a job can be in.
pub const STATES: &[&str] = &["waiting", "running", "dead", "done", "cancelled"];

/// A job without its payload.
#[derive(Clone, Debug, PartialEq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct JobView {
    pub id: Uuid,
    /// `room.thing.verb`
    pub kind: String,
    /// waiting | running | dead | done | cancelled
    pub state: String,
    pub attempts: i32,
    pub max_attempts: i32,
    /// How many times an administrator has replayed it.
    pub replays: i32,
    /// When it is (or was) due.
    pub run_at: DateTime<Utc>,
    /// Code of the last failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
}

/// How many jobs of a kind are in a state.
#[derive(Clone, Debug, PartialEq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct JobCount {
    pub kind: String,
    pub state: String,
    pub number: i64,
}

/// Which jobs to list; `None` lists all.
#[derive(Clone, Debug, Default)]
pub struct Which {
    pub state: Option<String>,
    pub kind: Option<String>,
    /// Go on after this one.
    pub after: Option<Uuid>,
    pub limit: u32,
}

/// Jobs, newest first (ids are in order of time).
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &impl ConnectionTrait, which: &Which) -> Result<Vec<JobView>, DbErr> {
    let mut text = "SELECT id, kind, state, attempts, max_attempts, replays, run_at, last_error, created_at, updated_at, finished_at \
                    FROM job WHERE 1 = 1"
        .to_owned();
    let mut values: Vec<Value> = Vec::new();
    for (column, value) in [("state", &which.state), ("kind", &which.kind)] {
        if let Some(value) = value {
            values.push(value.clone().into());
            text.push_str(&format!(" AND {column} = ${}", values.len()));
        }
    }
    if let Some(after) = which.after {
        values.push(after.into());
        text.push_str(&format!(" AND id < ${}", values.len()));
    }
    text.push_str(&format!(" ORDER BY id DESC LIMIT {}", which.limit.clamp(1, 500)));
    sql::all(conn, &text, values).await
}

/// How many there are of each kind in each state.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &impl ConnectionTrait) -> Result<Vec<JobCount>, DbErr> {
    sql::all(conn, "SELECT kind, state, COUNT(*) AS number FROM job GROUP BY kind, state ORDER BY kind, state", []).await
}

/// Puts a dead job back in the queue with all its attempts ahead. `false`: there is no such dead job.
///
/// # Errors
/// When the database fails.
pub async fn replay(work: &Work, id: Uuid) -> Result<bool, DbErr> {
    let text = "UPDATE job SET state = 'waiting', attempts = 0, replays = replays + 1, run_at = $2, finished_at = NULL, updated_at = $2 \
                WHERE id = $1 AND state = 'dead'";
    change(work, id, text, "jobs.job.replayed").await
}

/// Replays every dead job of a kind. Gives how many.
///
/// # Errors
/// When the database fails.
pub async fn replay_all(work: &Work, kind: &str) -> Result<u64, DbErr> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let dead: Vec<Id> = sql::all(work, "SELECT id FROM job WHERE kind = $1 AND state = 'dead' ORDER BY id", [kind.into()]).await?;
    let mut replayed = 0;
    for job in dead {
        replayed += u64::from(replay(work, job.id).await?);
    }
    Ok(replayed)
}

/// Calls off a job that waits or is dead. `false`: there is no such job.
///
/// # Errors
/// When the database fails.
pub async fn cancel(work: &Work, id: Uuid) -> Result<bool, DbErr> {
    let text = "UPDATE job SET state = 'cancelled', finished_at = $2, updated_at = $2 WHERE id = $1 AND state IN ('waiting', 'dead')";
    change(work, id, text, "jobs.job.cancelled").await
}

async fn change(work: &Work, id: Uuid, text: &str, event: &'static str) -> Result<bool, DbErr> {
    if sql::exec(work, text, [id.into(), work.at().into()]).await?.rows_affected() == 0 {
        return Ok(false);
    }
    work.emit(NewEvent::new(event, "job", id)).await?;
    Ok(true)
}
