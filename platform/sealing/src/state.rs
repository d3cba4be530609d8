//! How the log stands, for those who look after the node.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use store::sea_orm::ConnectionTrait;
use store::sql;
use trust::Gate;
use uuid::Uuid;

use crate::tree::unsigned;
use crate::watch::{WatchedLog, watched_logs};
use crate::{SealError, Sealing};

/// What waits to be sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Waiting {
    pub lines: u64,
    /// When the oldest of them was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest_at: Option<DateTime<Utc>>,
}

/// The last checkpoint as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Sealed {
    /// How many entries are sealed.
    pub size: u64,
    pub sealed_at: DateTime<Utc>,
    /// The signed note.
    pub note: String,
}

/// The whole state.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LogState {
    /// The log's name in its checkpoints.
    pub origin: String,
    /// What checks its checkpoints; to be published elsewhere too.
    pub log_key: String,
    /// What checks this node's cosignatures of other logs.
    pub witness_key: String,
    /// The last checkpoint; none before the first line was sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Sealed>,
    pub waiting: Waiting,
    /// Other nodes' logs this node follows, and what those nodes say of this one's.
    pub watched: Vec<WatchedLog>,
}

pub async fn waiting(conn: &impl ConnectionTrait) -> Result<Waiting, SealError> {
    let count = sql::rows(conn, "SELECT COUNT(*) AS n FROM access_log_unsealed", []).await?;
    let lines = unsigned(count.first().map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default())?;
    let oldest = sql::rows(conn, "SELECT log_id FROM access_log_unsealed ORDER BY log_id LIMIT 1", []).await?;
    let oldest: Option<Uuid> = oldest.first().and_then(|row| row.try_get("", "log_id").ok());
    // The program's ids say when they were made.
    let at = oldest.and_then(|id| id.get_timestamp()).map(|time| time.to_unix());
    let oldest_at = at.and_then(|(seconds, nanos)| DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos));
    Ok(Waiting { lines, oldest_at })
}

/// The last checkpoint.
pub async fn sealed(conn: &impl ConnectionTrait) -> Result<Option<Sealed>, SealError> {
    let text = "SELECT size, sealed_at, signed_note FROM log_checkpoint ORDER BY size DESC LIMIT 1";
    let found = sql::rows(conn, text, []).await?;
    let Some(row) = found.first() else { return Ok(None) };
    Ok(Some(Sealed {
        size: unsigned(row.try_get("", "size")?)?,
        sealed_at: row.try_get("", "sealed_at")?,
        note: row.try_get("", "signed_note")?,
    }))
}

/// Triggers the database must have for refusing changes of the log; those that are missing.
pub async fn missing_triggers(conn: &impl ConnectionTrait) -> Result<Vec<String>, SealError> {
    let sqlite = conn.get_database_backend() == store::sea_orm::DbBackend::Sqlite;
    let text = match sqlite {
        true => "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        false => "SELECT tgname::text AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    };
    let there = sql::rows(conn, text, []).await?.iter().map(|row| row.try_get("", "name")).collect::<Result<Vec<String>, _>>()?;
    let mut wanted = Vec::new();
    for table in ["access_log", "access_log_client", "access_log_leaf", "access_log_tile", "log_checkpoint"] {
        wanted.push(format!("{table}_no_update"));
        if table != "log_checkpoint" {
            wanted.push(format!("{table}_no_delete"));
        }
        if !sqlite {
            wanted.push(format!("{table}_no_truncate"));
        }
    }
    wanted.retain(|name| !there.contains(name));
    Ok(wanted)
}

impl Sealing {
    pub async fn state(&self, gate: &Gate) -> Result<LogState, SealError> {
        let (keys, conn) = (self.keys(gate), gate.log_reader());
        Ok(LogState {
            origin: keys.origin().to_owned(),
            log_key: keys.log_key().to_string(),
            witness_key: keys.witness_key().to_string(),
            sealed: sealed(&conn).await?,
            waiting: waiting(&conn).await?,
            watched: watched_logs(&conn).await?,
        })
    }
}
