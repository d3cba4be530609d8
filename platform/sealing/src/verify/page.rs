//! A page of leaves with their lines: two statements, however many; and what a leaf says by itself, which pages can tell side by
//! side.

use std::collections::HashMap;

use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

use crate::entry::{COLUMNS, Entry};
use crate::keys::LogKeys;
use crate::tree::Hash;

/// Leaves a page holds: enough that the statements' own cost does not count, few enough that PostgreSQL looks each line up by its
/// key rather than reading the whole log for a page.
pub(super) const PAGE: usize = 2_000;

/// A leaf as the database has it; nothing of it is believed yet. SQLite keeps anything in any column: what cannot be read has
/// been changed, and is told like any change rather than ending the pass.
pub(super) struct Leaf {
    pub number: u64,
    /// None: it is no id.
    pub line: Option<Uuid>,
    pub hash: Hash,
    /// Its tie to its place holds.
    pub tied: bool,
    pub entry: Stored,
}

/// A leaf's line.
pub(super) enum Stored {
    Gone,
    Unreadable,
    /// With whether the leaf is its hash.
    Line(Box<Entry>, bool),
}

/// The last leaf of each page below `limit`, so that pages can be read side by side. By counting and not by number: a number may
/// have been made up.
pub(super) async fn ends(conn: &impl ConnectionTrait, limit: i64) -> Result<Vec<i64>, DbErr> {
    let text = format!(
        "SELECT leaf FROM (SELECT leaf, ROW_NUMBER() OVER (ORDER BY leaf) AS place FROM access_log_leaf WHERE leaf > -1 AND leaf < $1) t \
         WHERE place % {PAGE} = 0 ORDER BY leaf"
    );
    let mut ends: Vec<i64> = Vec::new();
    for row in sql::rows(conn, &text, [limit.into()]).await? {
        ends.push(row.try_get_by_index(0)?);
    }
    ends.push(limit.saturating_sub(1));
    Ok(ends)
}

/// The leaves after `last` up to `end`, in order.
pub(super) async fn page(conn: &impl ConnectionTrait, keys: &LogKeys, last: i64, end: i64) -> Result<Vec<Leaf>, DbErr> {
    let text = format!(
        "SELECT f.leaf, f.log_id, f.hash, f.mac, {COLUMNS} FROM access_log_leaf f LEFT JOIN access_log l ON l.id = f.log_id \
         WHERE f.leaf > $1 AND f.leaf <= $2 ORDER BY f.leaf"
    );
    let rows = sql::rows(conn, &text, [last.into(), end.into()]).await?;
    let text = "SELECT c.log_id, c.client_id FROM access_log_leaf f JOIN access_log_client c ON c.log_id = f.log_id \
                WHERE f.leaf > $1 AND f.leaf <= $2";
    let mut clients: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in sql::rows(conn, text, [last.into(), end.into()]).await? {
        if let Ok(line) = row.try_get_by_index(0) {
            // An id that is none is no client's, and the line's hash shows it.
            clients.entry(line).or_default().push(row.try_get_by_index(1).unwrap_or_default());
        }
    }
    rows.iter()
        .map(|row| {
            let number = row.try_get_by_index::<i64>(0)?.unsigned_abs();
            let line = row.try_get_by_index(1).ok();
            let hash: Hash = row.try_get_by_index::<Vec<u8>>(2).unwrap_or_default().try_into().unwrap_or_default();
            let mac: Vec<u8> = row.try_get_by_index(3).unwrap_or_default();
            let entry = match Entry::read(row, 4) {
                Ok(Some(mut entry)) => {
                    entry.also = clients.remove(&entry.id).unwrap_or_default();
                    let holds = entry.leaf() == hash;
                    Stored::Line(Box::new(entry), holds)
                }
                Ok(None) => Stored::Gone,
                Err(_) => Stored::Unreadable,
            };
            Ok(Leaf { number, line, hash, tied: line.is_some_and(|line| mac == keys.mac(number, line, &hash)), entry })
        })
        .collect()
}
