use std::collections::HashMap;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use store::sea_orm::{ConnectionTrait, DbBackend, Value};
use store::sql;
use trust::{Gate, LogKeeper};
use uuid::Uuid;

use crate::entry::{COLUMNS, Entry};
use crate::tree::{Edge, Hash, Tiles, hash, signed, unsigned};
use crate::{Checkpoint, SealError, Sealing};

/// Lines one transaction seals: few enough that on SQLite, where one writes at a time, nobody waits long.
const BATCH: usize = 1_000;
/// The lock that on PostgreSQL one sealer at a time holds ("seal" in ASCII).
const LOCK: i64 = 0x7365_616c;
/// Hours of which every checkpoint is kept; of older ones the last of each hour.
const HOURS: i64 = 24;

impl Sealing {
    /// Seals what waits; returns how many lines. When another process is sealing, it leaves the work to that one.
    ///
    /// # Errors
    /// [`SealError::NotWhole`] and [`SealError::RolledBack`] when the tree is not the one signed before: nothing is signed on top
    /// of it.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, SealError> {
        let mut sealed = 0;
        // The cheap look first: most turns have nothing to do.
        while !sql::rows(&gate.log_reader(), "SELECT log_id FROM access_log_unsealed LIMIT 1", []).await?.is_empty() {
            let some = self.batch(gate).await?;
            sealed += some;
            if some < BATCH {
                break;
            }
        }
        Ok(sealed)
    }

    async fn batch(&self, gate: &Gate) -> Result<usize, SealError> {
        let tx = gate.keep_log().await?;
        match self.seal(gate, &tx).await {
            Ok((0, _)) => {
                tx.rollback().await?;
                Ok(0)
            }
            Ok((sealed, size)) => {
                tx.commit().await?;
                self.0.seen.fetch_max(size, Ordering::Relaxed);
                Ok(sealed)
            }
            Err(error) => {
                // At once, so that the lock is free for whoever tries next.
                let _ = tx.rollback().await;
                Err(error)
            }
        }
    }

    /// How many lines were sealed, and the size of the tree then.
    async fn seal(&self, gate: &Gate, tx: &LogKeeper<store::Tx>) -> Result<(usize, u64), SealError> {
        if tx.get_database_backend() == DbBackend::Postgres {
            let got = sql::rows(tx, "SELECT pg_try_advisory_xact_lock($1) AS got", [LOCK.into()]).await?;
            if !got.first().map(|row| row.try_get::<bool>("", "got")).transpose()?.unwrap_or(false) {
                return Ok((0, 0));
            }
        }
        let mut edge = match last(tx).await? {
            Some((size, root)) => {
                let tiles = Tiles::around(tx, size, &[]).await?;
                if tiles.root()? != root {
                    return Err(SealError::NotWhole);
                }
                tiles.edge()?
            }
            None => Edge::default(),
        };
        let was = self.0.seen.load(Ordering::Relaxed);
        if was > edge.size() {
            return Err(SealError::RolledBack { was, is: edge.size() });
        }
        let entries = waiting(tx).await?;
        if entries.is_empty() {
            return Ok((0, edge.size()));
        }
        let (keys, first) = (self.keys(gate), edge.size());
        let (mut leaves, mut tiles): (Vec<Vec<Value>>, Vec<Vec<Value>>) = (Vec::with_capacity(entries.len()), Vec::new());
        for entry in &entries {
            let (number, leaf) = (edge.size(), entry.leaf());
            let mac = keys.mac(number, entry.id, &leaf);
            leaves.push(vec![signed(number).into(), entry.id.into(), leaf.to_vec().into(), mac.to_vec().into()]);
            edge.push(leaf, |level, tile, hash| {
                tiles.push(vec![i32::try_from(level).unwrap_or(i32::MAX).into(), signed(tile).into(), hash.to_vec().into()]);
            });
        }
        sql::insert_many(tx, "access_log_leaf", &["leaf", "log_id", "hash", "mac"], leaves).await?;
        sql::insert_many(tx, "access_log_tile", &["level", "tile", "hash"], tiles).await?;
        let checkpoint = Checkpoint { origin: keys.origin().to_owned(), size: edge.size(), root: edge.root() };
        let now = gate.ctx().now();
        sign(tx, &checkpoint, checkpoint.signed(keys), now).await?;
        let text = "DELETE FROM access_log_unsealed WHERE log_id IN (SELECT log_id FROM access_log_leaf WHERE leaf >= $1)";
        sql::exec(tx, text, [signed(first).into()]).await?;
        if self.0.cleared.swap(hour(now), Ordering::Relaxed) != hour(now) {
            let text = "DELETE FROM log_checkpoint WHERE hour < $1 AND size NOT IN (SELECT MAX(size) FROM log_checkpoint GROUP BY hour)";
            sql::exec(tx, text, [(hour(now) - HOURS).into()]).await?;
        }
        Ok((entries.len(), edge.size()))
    }
}

fn hour(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(3600)
}

async fn sign(tx: &impl ConnectionTrait, checkpoint: &Checkpoint, note: String, now: DateTime<Utc>) -> Result<(), SealError> {
    let text = "INSERT INTO log_checkpoint (size, root, signed_note, sealed_at, hour) VALUES ($1, $2, $3, $4, $5)";
    let values = [signed(checkpoint.size).into(), checkpoint.root.to_vec().into(), note.into(), now.into(), hour(now).into()];
    sql::exec(tx, text, values).await?;
    Ok(())
}

/// Size and root of the last checkpoint.
async fn last(conn: &impl ConnectionTrait) -> Result<Option<(u64, Hash)>, SealError> {
    let found = sql::rows(conn, "SELECT size, root FROM log_checkpoint ORDER BY size DESC LIMIT 1", []).await?;
    let Some(row) = found.first() else { return Ok(None) };
    Ok(Some((unsigned(row.try_get("", "size")?)?, hash(row.try_get("", "root")?)?)))
}

/// The oldest lines that wait, with their clients: two statements, however many lines.
async fn waiting(tx: &LogKeeper<store::Tx>) -> Result<Vec<Entry>, SealError> {
    let text = format!("SELECT {COLUMNS} FROM access_log_unsealed u JOIN access_log l ON l.id = u.log_id ORDER BY u.log_id LIMIT {BATCH}");
    let mut entries = Vec::new();
    for row in sql::rows(tx, &text, []).await? {
        entries.extend(Entry::read(&row, 0)?);
    }
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(entries) };
    let text = "SELECT c.log_id, c.client_id FROM access_log_unsealed u JOIN access_log_client c ON c.log_id = u.log_id \
                WHERE u.log_id >= $1 AND u.log_id <= $2";
    let mut clients: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in sql::rows(tx, text, [first.id.into(), last.id.into()]).await? {
        clients.entry(row.try_get_by_index(0)?).or_default().push(row.try_get_by_index(1)?);
    }
    for entry in &mut entries {
        entry.also = clients.remove(&entry.id).unwrap_or_default();
    }
    Ok(entries)
}
