use chrono::{DateTime, Utc};
use sea_orm::Value;
use store::sea_orm::{self, DbErr};
use store::sql;
use uuid::Uuid;

use crate::access::work::Work;

/// The kind of object in the log line of a removal; its objects are the instant before which lines could go and
/// the removed leaves as ranges: `2014-11-22T00:00:00+00:00 0-4999,5003`.
pub const REMOVED: &str = "access_log_leaf";

/// Removes lines whose time to be kept has ended, with their clients and salts, and names their leaves in the removal's own
/// line: that line is sealed too, so that a removal by retention can be told from one by anybody else. The leaves stay. Lines
/// from `older_than` on are refused by the database. Returns how many rows went: of clients, of lines.
pub async fn remove_lines(work: &mut Work, older_than: DateTime<Utc>, ids: &[Uuid]) -> Result<(u64, u64), DbErr> {
    let list = sql::params(1, ids.len());
    let values = || ids.iter().map(|id| Value::from(*id)).collect::<Vec<_>>();
    let let_go = work.new_id();
    sql::exec(&*work, "INSERT INTO access_log_removal (id, older_than) VALUES ($1, $2)", [let_go.into(), older_than.into()]).await?;
    let text = format!("SELECT leaf FROM access_log_leaf WHERE log_id IN ({list}) ORDER BY leaf");
    let leaves = sql::rows(&*work, &text, values()).await?.iter().map(|row| row.try_get("", "leaf")).collect::<Result<Vec<i64>, _>>()?;
    let clients = sql::exec(&*work, &format!("DELETE FROM access_log_client WHERE log_id IN ({list})"), values()).await?;
    let lines = sql::exec(&*work, &format!("DELETE FROM access_log WHERE id IN ({list})"), values()).await?;
    sql::exec(&*work, "DELETE FROM access_log_removal WHERE id = $1", [let_go.into()]).await?;
    if !leaves.is_empty() {
        work.object_named(REMOVED, format!("{} {}", older_than.to_rfc3339(), ranges(&leaves)));
    }
    Ok((clients.rows_affected(), lines.rows_affected()))
}

/// Rising numbers as ranges: `0-2,5`.
fn ranges(numbers: &[i64]) -> String {
    let mut found: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => found.push((*number, *number)),
        }
    }
    let text = |(first, last): &(i64, i64)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    found.iter().map(text).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_told_as_ranges() {
        assert_eq!(super::ranges(&[0, 1, 2, 5, 7, 8]), "0-2,5,7-8");
        assert_eq!(super::ranges(&[]), "");
    }
}
