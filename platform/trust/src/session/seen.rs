//! When each session was last used, so that one nobody uses ends by itself. Kept in memory as requests come and written down now and
//! then: a request waits for no write, and a database that takes none logs nobody out.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use kernel::Problem;
use store::sql;

use crate::access::work::unwritable;
use crate::gate::Gate;

/// What is newer than this in the database is new enough.
const FINE: Duration = Duration::seconds(60);

/// Hashes of keys, and when they were used last.
#[derive(Default)]
pub(crate) struct Seen(Mutex<HashMap<Vec<u8>, DateTime<Utc>>>);

impl Seen {
    fn map(&self) -> std::sync::MutexGuard<'_, HashMap<Vec<u8>, DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When this session was last used, as far as this process and the database know.
    pub fn last(&self, hash: &[u8], kept: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        self.map().get(hash).copied().max(kept)
    }

    /// Used now.
    pub fn used(&self, hash: &[u8], kept: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        if kept.is_none_or(|kept| now - kept > FINE) {
            self.map().insert(hash.to_vec(), now);
        }
    }
}

/// Writes down which sessions have been used; how many.
///
/// # Errors
/// When the database takes no writes; what was to be written waits for the next time.
pub async fn note_used(gate: &Gate) -> Result<usize, Problem> {
    let used: Vec<(Vec<u8>, DateTime<Utc>)> = gate.0.seen.map().iter().map(|(hash, at)| (hash.clone(), *at)).collect();
    if used.is_empty() {
        return Ok(0);
    }
    let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
    for (hash, at) in &used {
        let text = "UPDATE session SET seen_at = $1 WHERE key_hash = $2 AND (seen_at IS NULL OR seen_at < $1)";
        sql::exec(&tx, text, [(*at).into(), hash.clone().into()]).await.map_err(|e| unwritable(gate, e))?;
    }
    tx.commit().await.map_err(|e| unwritable(gate, e))?;
    let mut map = gate.0.seen.map();
    for (hash, at) in &used {
        if map.get(hash) == Some(at) {
            map.remove(hash);
        }
    }
    Ok(0)
}
