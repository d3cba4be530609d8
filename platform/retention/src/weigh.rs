use chrono::{DateTime, NaiveDate, Utc};
use rules::{Kept, Retention, RetentionRule};
use store::sea_orm::{ConnectionTrait, DbErr};

use crate::control;
use crate::facts::select;
use crate::places::Places;
use crate::plan::count;
use crate::remove::log_lines;

/// How much a rule finds beyond its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Persons whose data would be proposed for removal; lines, for the log; cases, for what shows that use was watched over.
    pub due: u64,
    /// Persons who are old enough by the rule and stay.
    pub held: u64,
    /// Whether there may be more: no more than [`LOOKED_AT`] persons are looked at.
    pub more: bool,
}

/// Persons looked at, at most, so that a text with very short periods is answered too.
const LOOKED_AT: usize = 2_000;

/// Counts what a rule would find on a day. Changes nothing and names nobody.
///
/// # Errors
/// When the database does not answer.
pub async fn weigh(
    conn: &impl ConnectionTrait,
    rules: &Retention,
    rule: &RetentionRule,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Weight, DbErr> {
    if rule.what == Kept::AccessLog {
        let Some((table, condition, values)) = log_lines(rule, on).pop() else { return Ok(Weight::default()) };
        return Ok(Weight { due: count(conn, table, &condition, values).await?, ..Weight::default() });
    }
    if let Some(control) = control::of(rule.what) {
        let Some((table, condition, values)) = control.rows(rule, on).pop() else { return Ok(Weight::default()) };
        return Ok(Weight { due: count(conn, table, &condition, values).await?, ..Weight::default() });
    }
    let found = select(conn, &Places::read(conn).await?, rules, rule, on, now, Some(LOOKED_AT)).await?;
    Ok(Weight { due: found.persons.len() as u64, held: found.held.values().sum(), more: found.more })
}
