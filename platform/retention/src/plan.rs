use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use trust::Job;

use crate::facts::{Hold, select};
use crate::places::Places;
use crate::remove::{log_lines, targets};
use crate::{RetentionError, control};
use rules::{Kept, Retention, RetentionRule, RuleSet};

/// How much of what, by which rule; before the removal or, as its proof, after it. Counts only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub rules_version: String,
    /// What was due on this day.
    pub as_of: NaiveDate,
    pub rules: Vec<RuleReport>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReport {
    pub rule: String,
    pub law: String,
    pub mark: String,
    /// Persons whose data these are; none for the log.
    pub persons: u64,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// Persons who are old enough by the rule and stay, by what holds them.
    pub held: BTreeMap<Hold, u64>,
}

impl RuleReport {
    pub(crate) fn of(rule: &RetentionRule) -> Self {
        Self { rule: rule.id.clone(), law: rule.law.clone(), mark: rule.mark.code().to_owned(), ..Self::default() }
    }
    pub(crate) fn add(&mut self, table: &str, rows: u64) {
        if rows > 0 {
            *self.rows.entry(table.to_owned()).or_default() += rows;
        }
    }
}

impl Report {
    pub fn rows(&self) -> u64 {
        self.rules.iter().flat_map(|r| r.rows.values()).sum()
    }
}

/// Looks what would be removed on a day. Changes nothing.
pub async fn plan(job: &Job, rules: &RuleSet<Retention>, as_of: NaiveDate, planned_at: DateTime<Utc>) -> Result<Report, RetentionError> {
    let conn = job.reader();
    let places = Places::read(conn).await?;
    let mut report = Report { rules_version: rules.version.clone(), as_of, rules: Vec::new() };
    for rule in &rules.body.rules {
        let mut of = RuleReport::of(rule);
        if rule.what == Kept::AccessLog {
            for (table, condition, values) in log_lines(rule, as_of) {
                of.add(table, count(conn, table, &condition, values).await?);
            }
        } else if let Some(control) = control::of(rule.what) {
            for (table, condition, values) in control.rows(rule, as_of) {
                of.add(table, count(conn, table, &condition, values).await?);
            }
        } else {
            let selected = select(conn, &places, &rules.body, rule, as_of, planned_at, None).await?;
            of.held = selected.held;
            for person in &selected.persons {
                let before: u64 = of.rows.values().sum();
                for target in targets(conn, &places, &rules.body, rule, person).await? {
                    of.add(&target.table, count(conn, &target.table, &target.condition, target.values).await?);
                }
                // One who is old enough and has nothing here is not spoken of.
                of.persons += u64::from(of.rows.values().sum::<u64>() > before);
            }
        }
        report.rules.push(of);
    }
    Ok(report)
}

pub(crate) async fn count(
    conn: &impl ConnectionTrait,
    table: &str,
    condition: &str,
    values: Vec<store::sea_orm::Value>,
) -> Result<u64, DbErr> {
    let rows = sql::rows(conn, &format!("SELECT COUNT(*) AS n FROM \"{table}\" WHERE {condition}"), values).await?;
    let n: i64 = rows.first().map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(n).unwrap_or_default())
}
