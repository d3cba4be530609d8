//! The leaves in order, and what is known of the log up to each.

use std::collections::{BTreeMap, HashMap, VecDeque};

use chrono::{DateTime, Utc};
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use tokio::task::JoinHandle;
use trust::{Gate, MERGED, REMOVED};
use uuid::Uuid;

use super::page::{Leaf, Stored, ends, page};
use super::{AROUND, Found, Kind, LATE, NAMED, lines_of};
use crate::tree::{BITS, Edge, Hash, signed, unsigned};
use crate::{Checkpoint, SealError, Sealing};

/// Pages read side by side at most: each takes a connection from those who work.
const AHEAD: usize = 4;

/// Leaves without a line, and the newest time among the lines before them.
struct Gone {
    from: u64,
    to: u64,
    after: Option<DateTime<Utc>>,
}

/// A sealed line that says which lines retention removed: lines older than this, these leaves.
struct Retired {
    older_than: DateTime<Utc>,
    from: u64,
    to: u64,
}

pub(super) struct Stream {
    /// Roots of the checkpoints kept here, by size.
    roots: BTreeMap<u64, Vec<u8>>,
    outside: Option<Checkpoint>,
    limit: u64,
    edge: Edge,
    tiles: HashMap<(u32, u64), Hash>,
    /// The size of the last checkpoint that agreed.
    agreed: u64,
    disagreed: bool,
    newest: Option<DateTime<Utc>>,
    newest_outside: Option<DateTime<Utc>>,
    gone: Vec<Gone>,
    retired: Vec<Retired>,
    merged: Vec<(Uuid, Uuid)>,
    late: Vec<(u64, Uuid)>,
    compared: u64,
}

/// What the whole pass tells.
pub(super) struct Seen {
    pub compared: u64,
    pub retired: u64,
    pub merged: u64,
    pub newest_outside: Option<DateTime<Utc>>,
}

impl Stream {
    pub fn new(roots: BTreeMap<u64, Vec<u8>>, outside: Option<Checkpoint>, limit: u64) -> Self {
        Self {
            roots,
            outside,
            limit,
            edge: Edge::default(),
            tiles: HashMap::new(),
            agreed: 0,
            disagreed: false,
            newest: None,
            newest_outside: None,
            gone: Vec::new(),
            retired: Vec::new(),
            merged: Vec::new(),
            late: Vec::new(),
            compared: 0,
        }
    }

    /// Goes through all leaves. Pages are read and hashed side by side, a few ahead, and taken in order.
    pub async fn run(&mut self, gate: &Gate, sealing: &Sealing, found: &mut Found) -> Result<(), SealError> {
        let ends = ends(&gate.log_reader(), signed(self.limit)).await?;
        let ahead = std::thread::available_parallelism().map_or(2, usize::from).min(AHEAD);
        let mut waiting: VecDeque<JoinHandle<Result<Vec<Leaf>, DbErr>>> = VecDeque::new();
        let mut last = -1;
        let mut ends = ends.into_iter();
        loop {
            while waiting.len() < ahead
                && let Some(end) = ends.next()
            {
                let (gate, sealing, from) = (gate.clone(), sealing.clone(), std::mem::replace(&mut last, end));
                waiting.push_back(tokio::spawn(async move { page(&gate.log_reader(), sealing.keys(&gate), from, end).await }));
            }
            let Some(next) = waiting.pop_front() else { break };
            let leaves = next.await.map_err(|e| DbErr::Custom(e.to_string()))??;
            for leaf in leaves {
                self.leaf(leaf, found);
            }
        }
        if self.edge.size() < self.limit {
            found.range(Kind::CutOff, self.edge.size(), self.limit - 1);
        }
        Ok(())
    }

    fn leaf(&mut self, Leaf { number, line, hash, tied, entry }: Leaf, found: &mut Found) {
        if number > self.edge.size() {
            found.range(Kind::Removed, self.edge.size(), number - 1);
            // The tree cannot be told from here on, but what stands in it can: its places go on.
            self.disagreed = true;
            self.edge.skip(number);
        }
        match &entry {
            Stored::Line(entry, holds) => {
                self.compared += 1;
                if !tied {
                    found.entry(Kind::Forged, Some(number), line);
                } else if !holds {
                    found.entry(Kind::Changed, Some(number), line);
                } else {
                    self.told(entry);
                }
                if self.newest.is_some_and(|newest| entry.at < newest - LATE) {
                    self.late.push((number, entry.id));
                }
                self.newest = self.newest.max(Some(entry.at));
            }
            Stored::Unreadable => {
                self.compared += 1;
                found.entry(if tied { Kind::Changed } else { Kind::Forged }, Some(number), line);
            }
            Stored::Gone if !tied => found.entry(Kind::Forged, Some(number), line),
            Stored::Gone => match self.gone.last_mut() {
                Some(gone) if gone.to + 1 == number => (gone.to, gone.after) = (number, self.newest),
                _ => self.gone.push(Gone { from: number, to: number, after: self.newest }),
            },
        }
        let tiles = &mut self.tiles;
        self.edge.push(hash, |level, tile, hash| {
            tiles.insert((level, tile), hash);
        });
        self.compare(found);
    }

    /// What a line whose leaf holds says of others.
    fn told(&mut self, entry: &crate::entry::Entry) {
        let Some(objects) = &entry.objects else { return };
        if entry.object_kind.as_deref() == Some(REMOVED) {
            let Some((older_than, ranges)) = objects.split_once(' ') else { return };
            let Ok(older_than) = older_than.parse::<DateTime<Utc>>() else { return };
            for range in ranges.split(',') {
                let (from, to) = range.split_once('-').unwrap_or((range, range));
                if let (Ok(from), Ok(to)) = (from.parse(), to.parse()) {
                    self.retired.push(Retired { older_than, from, to });
                }
            }
        } else if entry.action == MERGED
            && let Some((first, last)) = objects.split_once("..")
            && let (Ok(first), Ok(last)) = (first.parse(), last.parse())
        {
            self.merged.push((first, last));
        }
    }

    /// The tree against the checkpoints of this size.
    fn compare(&mut self, found: &mut Found) {
        let size = self.edge.size();
        let outside = self.outside.as_ref().filter(|outside| outside.size == size);
        let here = self.roots.get(&size);
        if outside.is_none() && here.is_none() {
            return;
        }
        let root = self.edge.root();
        if let Some(outside) = outside {
            self.newest_outside = self.newest;
            if outside.root != root {
                // Nothing here says how far the two go together: what is kept here may have been made anew.
                found.range(Kind::OtherRoot, 0, size - 1);
                self.disagreed = true;
                return;
            }
        }
        if self.disagreed {
            // Once is enough: all later ones differ for the same reason.
        } else if here.is_some_and(|kept| *kept != root) {
            found.range(Kind::OtherRoot, self.agreed, size - 1);
            self.disagreed = true;
        } else {
            self.agreed = size;
        }
    }

    /// What could be said only at the end: removals and late lines against the lines that account for them; the tiles.
    pub async fn finish(self, conn: &impl ConnectionTrait, found: &mut Found) -> Result<Seen, SealError> {
        let mut retired = 0;
        for gone in &self.gone {
            let mut from = gone.from;
            while from <= gone.to {
                let by =
                    self.retired.iter().find(|r| r.from <= from && from <= r.to && gone.after.is_none_or(|at| at < r.older_than + AROUND));
                match by {
                    Some(by) => {
                        retired += by.to.min(gone.to) - from + 1;
                        from = by.to + 1;
                    }
                    None => {
                        let next = self.retired.iter().map(|r| r.from).filter(|next| *next > from).min().unwrap_or(u64::MAX);
                        let to = gone.to.min(next - 1);
                        self.removed(conn, from, to, found).await?;
                        from = to + 1;
                    }
                }
            }
        }
        let mut merged = 0;
        for (leaf, line) in &self.late {
            if self.merged.iter().any(|(first, last)| first <= line && line <= last) {
                merged += 1;
            } else if self.outside.as_ref().is_some_and(|outside| *leaf >= outside.size) {
                found.entry(Kind::Inserted, Some(*leaf), Some(*line));
            }
        }
        self.check_tiles(conn, found).await?;
        Ok(Seen { compared: self.compared, retired, merged, newest_outside: self.newest_outside })
    }

    async fn removed(&self, conn: &impl ConnectionTrait, from: u64, to: u64, found: &mut Found) -> Result<(), SealError> {
        let named = lines_of(conn, from, to).await?;
        for (leaf, line) in &named {
            found.entry(Kind::Removed, Some(*leaf), *line);
        }
        if named.len() == NAMED && to - from + 1 > NAMED as u64 {
            found.range(Kind::Removed, from + NAMED as u64, to);
        }
        Ok(())
    }

    /// The tiles kept for proofs against those that the leaves give.
    async fn check_tiles(&self, conn: &impl ConnectionTrait, found: &mut Found) -> Result<(), SealError> {
        if self.disagreed {
            return Ok(());
        }
        let mut level = 1;
        while self.edge.size() >> (BITS * level) > 0 {
            let full = self.edge.size() >> (BITS * level);
            let (mut next, mut last) = (0, -1);
            loop {
                let text = "SELECT tile, hash FROM access_log_tile WHERE level = $1 AND tile > $2 AND tile < $3 ORDER BY tile LIMIT 10000";
                let values = [i32::try_from(level).unwrap_or(i32::MAX).into(), last.into(), signed(full).into()];
                let rows = sql::rows(conn, text, values).await?;
                for row in &rows {
                    last = row.try_get_by_index(0)?;
                    let tile = unsigned(last)?;
                    self.bad_tiles(level, next, tile, found);
                    let kept: Vec<u8> = row.try_get_by_index(1).unwrap_or_default();
                    if self.tiles.get(&(level, tile)).is_none_or(|hash| *hash != *kept) {
                        self.bad_tiles(level, tile, tile + 1, found);
                    }
                    next = tile + 1;
                }
                if rows.is_empty() {
                    break;
                }
            }
            self.bad_tiles(level, next, full, found);
            level += 1;
        }
        Ok(())
    }

    fn bad_tiles(&self, level: u32, from: u64, to: u64, found: &mut Found) {
        if from < to {
            found.range(Kind::BadTile, from << (BITS * level), (to << (BITS * level)) - 1);
        }
    }
}
