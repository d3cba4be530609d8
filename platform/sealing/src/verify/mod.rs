//! The whole log gone through: every line against its leaf, every leaf against its place, the tree against every checkpoint kept
//! here and against one from outside.
//!
//! It streams: a few pages of leaves with their lines at a time, read and hashed side by side, so memory does not grow with the
//! log but for 32 bytes per 256 entries.
//!
//! What is found, and by what:
//! - a line changed, also in the clients it names: its hash is not its leaf's;
//! - a line removed: its leaf is there and no sealed line of a removal at the end of retention names it;
//! - a line put in: no leaf and not waiting; or sealed late although its time is from before the checkpoint from outside;
//! - a leaf changed, moved, swapped or put in, with its line or without: its tie to its place does not hold, since that takes a
//!   key the database does not have;
//! - the end cut off, an older state put back: the log is shorter than a checkpoint, or has leaves nobody signed;
//! - everything rewritten, with the keys: only a checkpoint from outside tells, and it tells.

mod page;
mod stream;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use store::sea_orm::ConnectionTrait;
use store::sql;
use trust::{Gate, LogKeeper};
use uuid::Uuid;

use crate::state::{Waiting, sealed, waiting};
use crate::tree::{signed, unsigned};
use crate::{Checkpoint, SealError, Sealing};

use stream::Stream;

/// A line may come this much later than those sealed before it: a change's line is written when it begins.
const LATE: Duration = Duration::minutes(10);
/// A look kept in the spool may be removed with lines of the weeks around it.
const AROUND: Duration = Duration::days(7);
/// Faults that are named one by one; all are counted.
pub const NAMED: usize = 1_000;

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The line is not what was sealed.
    Changed,
    /// The line or its leaf is gone, and not by retention.
    Removed,
    /// A line that was not written through the log, or with a time from before it came.
    Inserted,
    /// The leaf was made, changed or moved by someone without the log's key.
    Forged,
    /// The log is shorter than a checkpoint says.
    CutOff,
    /// Leaves after the last checkpoint: a newer one was taken away, or nobody signed them.
    Unsigned,
    /// The tree has another root than a checkpoint of the same size.
    OtherRoot,
    /// A checkpoint here that its log did not sign.
    BadCheckpoint,
    /// A tile that is not the root of its leaves; proofs made from it fail.
    BadTile,
}

/// One finding: an entry by its number and its line's id, or a range of entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub kind: Kind,
    /// First entry meant, from 0; none for a line that has no place in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// Last entry meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<u64>,
    /// The line's id, where one entry is meant and its id is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Uuid>,
}

/// The finding as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// No fault was found.
    pub whole: bool,
    /// Entries under the last checkpoint here.
    pub size: u64,
    /// Size of the checkpoint from outside, when one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<u64>,
    /// Lines that were compared with their leaves.
    pub compared: u64,
    /// Lines that retention removed; their leaves are there.
    pub retired: u64,
    /// Lines that came out of the spool after the database had taken no writes.
    pub merged: u64,
    /// What is not sealed yet, and so not verified.
    pub unsealed: Waiting,
    /// The first thousand, in the order of the log.
    pub faults: Vec<Fault>,
    /// How many there are of each kind.
    pub counts: BTreeMap<Kind, u64>,
}

/// Findings, the first of them kept.
#[derive(Default)]
pub(crate) struct Found {
    faults: Vec<Fault>,
    counts: BTreeMap<Kind, u64>,
}

impl Found {
    fn entry(&mut self, kind: Kind, leaf: Option<u64>, line: Option<Uuid>) {
        self.add(1, Fault { kind, from: leaf, to: leaf, line });
    }
    fn range(&mut self, kind: Kind, from: u64, to: u64) {
        self.add(to.saturating_sub(from).saturating_add(1), Fault { kind, from: Some(from), to: Some(to), line: None });
    }
    fn add(&mut self, entries: u64, fault: Fault) {
        let count = self.counts.entry(fault.kind).or_default();
        *count = count.saturating_add(entries);
        if self.faults.len() < NAMED {
            self.faults.push(fault);
        }
    }
}

impl Sealing {
    /// Goes through the whole log. `outside`: a checkpoint that was kept elsewhere, whose signature has been checked.
    pub async fn verify(&self, gate: &Gate, outside: Option<&Checkpoint>) -> Result<Verdict, SealError> {
        let conn = gate.log_reader();
        let keys = self.keys(gate);
        let mut found = Found::default();
        let mut roots = BTreeMap::new();
        let mut size = 0;
        for row in sql::rows(&conn, "SELECT size, root FROM log_checkpoint ORDER BY size", []).await? {
            let Ok(of) = row.try_get_by_index(0).and_then(unsigned) else {
                found.entry(Kind::BadCheckpoint, None, None);
                continue;
            };
            size = of;
            roots.insert(size, row.try_get_by_index::<Vec<u8>>(1).unwrap_or_default());
        }
        if !roots.is_empty() {
            let last = sealed(&conn).await.ok().flatten();
            let opened = last.and_then(|last| Some((last.size, Checkpoint::open(&last.note, &keys.log_key()).ok()?)));
            if !opened.is_some_and(|(size, c)| c.size == size && roots.get(&size).is_some_and(|root| *root == c.root)) {
                found.range(Kind::BadCheckpoint, 0, size.saturating_sub(1));
            }
        }
        let limit = outside.map_or(size, |outside| outside.size.max(size));
        let mut stream = Stream::new(roots, outside.cloned(), limit);
        stream.run(gate, self, &mut found).await?;
        let seen = stream.finish(&conn, &mut found).await?;
        unsigned_leaves(&conn, &mut found).await?;
        let unsealed = waiting(&conn).await?;
        strangers(&conn, seen.compared, unsealed.lines, seen.newest_outside, &mut found).await?;
        let Found { mut faults, counts } = found;
        faults.sort_by_key(|fault| (fault.from.unwrap_or(u64::MAX), fault.kind));
        Ok(Verdict {
            whole: counts.is_empty(),
            size,
            outside: outside.map(|outside| outside.size),
            compared: seen.compared,
            retired: seen.retired,
            merged: seen.merged,
            unsealed,
            faults,
            counts,
        })
    }
}

/// Leaves that the newest checkpoint does not cover; asked in one statement, since the node goes on sealing.
async fn unsigned_leaves(conn: &impl ConnectionTrait, found: &mut Found) -> Result<(), SealError> {
    let text = "SELECT MIN(leaf) AS first, MAX(leaf) AS last FROM access_log_leaf \
                WHERE leaf >= (SELECT COALESCE(MAX(size), 0) FROM log_checkpoint) OR leaf < 0";
    for row in sql::rows(conn, text, []).await? {
        let (first, last): (Option<i64>, Option<i64>) = (row.try_get("", "first")?, row.try_get("", "last")?);
        if let (Some(first), Some(last)) = (first, last) {
            found.range(Kind::Unsigned, u64::try_from(first).unwrap_or_default(), u64::try_from(last).unwrap_or_default());
        }
    }
    Ok(())
}

/// Lines that nobody sealed and that do not wait for it, lines that wait though they are from long before, and what waits for
/// lines that are gone.
async fn strangers(
    conn: &LogKeeper<store::Reader>,
    compared: u64,
    unsealed: u64,
    newest_outside: Option<DateTime<Utc>>,
    found: &mut Found,
) -> Result<(), SealError> {
    let count = sql::rows(conn, "SELECT COUNT(*) AS n FROM access_log", []).await?;
    let count = unsigned(count.first().map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default())?;
    // Equal numbers of what was seen say there is none; only else is it worth looking for them.
    if count != compared + unsealed {
        let text = format!(
            "SELECT l.id FROM access_log l WHERE NOT EXISTS (SELECT 1 FROM access_log_leaf f WHERE f.log_id = l.id) \
             AND NOT EXISTS (SELECT 1 FROM access_log_unsealed u WHERE u.log_id = l.id) ORDER BY l.id LIMIT {NAMED}"
        );
        for row in sql::rows(conn, &text, []).await? {
            found.entry(Kind::Inserted, None, row.try_get("", "id").ok());
        }
    }
    let text = format!(
        "SELECT u.log_id FROM access_log_unsealed u WHERE NOT EXISTS (SELECT 1 FROM access_log l WHERE l.id = u.log_id) \
         ORDER BY u.log_id LIMIT {NAMED}"
    );
    for row in sql::rows(conn, &text, []).await? {
        found.entry(Kind::Removed, None, row.try_get("", "log_id").ok());
    }
    if let Some(newest) = newest_outside {
        let text = format!(
            "SELECT l.id FROM access_log_unsealed u JOIN access_log l ON l.id = u.log_id WHERE l.at < $1 ORDER BY l.id LIMIT {NAMED}"
        );
        for row in sql::rows(conn, &text, [(newest - LATE).into()]).await? {
            found.entry(Kind::Inserted, None, row.try_get("", "id").ok());
        }
    }
    Ok(())
}

/// Ids of the lines of some leaves, for findings of ranges; none for one that is no id.
async fn lines_of(conn: &impl ConnectionTrait, from: u64, to: u64) -> Result<Vec<(u64, Option<Uuid>)>, SealError> {
    let text = format!("SELECT leaf, log_id FROM access_log_leaf WHERE leaf >= $1 AND leaf <= $2 ORDER BY leaf LIMIT {NAMED}");
    let rows = sql::rows(conn, &text, [signed(from).into(), signed(to).into()]).await?;
    rows.iter().map(|row| Ok((unsigned(row.try_get_by_index(0)?)?, row.try_get_by_index(1).ok()))).collect()
}
