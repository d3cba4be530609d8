//! Queries for clocks.

use std::collections::HashMap;

use ::store::sql;
use chrono::NaiveDate;
use kernel::Text;
use rules::{ClockState, LimitKind, Mark};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use trust::Work;
use uuid::Uuid;

use super::rules::Clock;
use crate::matter::store::unknown;

/// A clock with its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub id: Uuid,
    pub matter_id: Uuid,
    pub version: i32,
    /// The day the pause ends by itself.
    pub pause_until: Option<NaiveDate>,
    pub clock: Clock,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    matter_id: Uuid,
    rule: String,
    rule_version: String,
    section: String,
    mark: String,
    label: serde_json::Value,
    kind: String,
    started_on: NaiveDate,
    due_on: Option<NaiveDate>,
    state: String,
    paused_on: Option<NaiveDate>,
    pause_reason: Option<String>,
    pause_law: Option<String>,
    pause_until: Option<NaiveDate>,
    paused_days: i32,
    stopped_on: Option<NaiveDate>,
    about_id: Option<Uuid>,
    version: i32,
}

impl Row {
    fn kept(self) -> Result<Kept, DbErr> {
        Ok(Kept {
            id: self.id,
            matter_id: self.matter_id,
            version: self.version,
            pause_until: self.pause_until,
            clock: Clock {
                rule: self.rule,
                rule_version: self.rule_version,
                section: self.section,
                mark: Mark::parse(&self.mark).ok_or_else(|| unknown("clock.mark"))?,
                label: serde_json::from_value::<Text>(self.label).map_err(|_| unknown("clock.label"))?,
                kind: LimitKind::parse(&self.kind).ok_or_else(|| unknown("clock.kind"))?,
                started_on: self.started_on,
                due_on: self.due_on,
                state: ClockState::parse(&self.state).ok_or_else(|| unknown("clock.state"))?,
                paused_on: self.paused_on,
                pause_reason: self.pause_reason,
                pause_law: self.pause_law,
                paused_days: u32::try_from(self.paused_days).unwrap_or(0),
                stopped_on: self.stopped_on,
                about: self.about_id,
            },
        })
    }
}

const SELECT: &str = "SELECT id, matter_id, rule, rule_version, section, mark, label, kind, started_on, due_on, state, paused_on, pause_reason, pause_law, \
                      pause_until, paused_days, stopped_on, about_id, version FROM clock";

/// The clocks of a matter the caller has reached by a proof, in the order they were started.
pub async fn of_matter(conn: &impl ConnectionTrait, matter_id: Uuid) -> Result<Vec<Kept>, DbErr> {
    let rows: Vec<Row> = sql::all(conn, &format!("{SELECT} WHERE matter_id = $1 ORDER BY id"), [matter_id.into()]).await?;
    rows.into_iter().map(Row::kept).collect()
}

/// The statement for the open clocks of so many matters. Those that are over are named: by two states to look
/// for, SQLite would go through every open clock of the county rather than those of these matters.
pub(crate) fn open_of(matters: usize) -> String {
    format!("{SELECT} WHERE matter_id IN ({}) AND state NOT IN ('met', 'missed', 'ended') ORDER BY id", sql::params(1, matters))
}

/// The open clocks of several matters the caller has reached by a proof.
pub async fn of_matters(conn: &impl ConnectionTrait, matters: &[Uuid]) -> Result<HashMap<Uuid, Vec<Kept>>, DbErr> {
    let mut found: HashMap<Uuid, Vec<Kept>> = HashMap::new();
    for chunk in matters.chunks(400) {
        let rows: Vec<Row> = sql::all(conn, &open_of(chunk.len()), chunk.iter().map(|id| Value::from(*id))).await?;
        for row in rows {
            let kept = row.kept()?;
            found.entry(kept.matter_id).or_default().push(kept);
        }
    }
    Ok(found)
}

/// The clocks of several matters that were started between two days, both with them; for surveys.
pub async fn started_between(
    conn: &impl ConnectionTrait,
    matters: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<Uuid, Vec<Clock>>, DbErr> {
    let mut found: HashMap<Uuid, Vec<Clock>> = HashMap::new();
    let text =
        format!("{SELECT} WHERE started_on >= $1 AND started_on <= $2 AND matter_id IN ({}) ORDER BY id", sql::params(3, matters.len()));
    let values = [Value::from(from), Value::from(to)].into_iter().chain(matters.iter().map(|id| Value::from(*id)));
    let rows: Vec<Row> = sql::all(conn, &text, values).await?;
    for row in rows {
        let kept = row.kept()?;
        found.entry(kept.matter_id).or_default().push(kept.clock);
    }
    Ok(found)
}

/// Open clocks due before `today` that have not been told to be late yet.
pub(crate) async fn late_untold(conn: &impl ConnectionTrait, today: NaiveDate, limit: u32) -> Result<Vec<Kept>, DbErr> {
    let text = format!("{SELECT} WHERE state = 'running' AND due_on < $1 AND overdue_told_at IS NULL ORDER BY due_on, id LIMIT {limit}");
    let rows: Vec<Row> = sql::all(conn, &text, [today.into()]).await?;
    rows.into_iter().map(Row::kept).collect()
}

/// Paused clocks whose pause ends on `today` or before it, those that ended first first.
pub(crate) async fn pause_over(conn: &impl ConnectionTrait, today: NaiveDate, limit: u32) -> Result<Vec<Kept>, DbErr> {
    let text = format!("{SELECT} WHERE state = 'paused' AND pause_until <= $1 ORDER BY pause_until, id LIMIT {limit}");
    let rows: Vec<Row> = sql::all(conn, &text, [today.into()]).await?;
    rows.into_iter().map(Row::kept).collect()
}

pub(crate) async fn mark_told(work: &Work, ids: &[Uuid]) -> Result<(), DbErr> {
    let text = format!("UPDATE clock SET overdue_told_at = $1 WHERE id IN ({})", sql::params(2, ids.len()));
    sql::exec(work, &text, std::iter::once(Value::from(work.at())).chain(ids.iter().map(|id| Value::from(*id)))).await.map(|_| ())
}

const COLUMNS: &[&str] = &[
    "id",
    "matter_id",
    "rule",
    "rule_version",
    "section",
    "mark",
    "label",
    "kind",
    "started_on",
    "due_on",
    "state",
    "paused_on",
    "pause_reason",
    "pause_law",
    "paused_days",
    "stopped_on",
    "about_id",
    "overdue_told_at",
    "version",
    "created_at",
    "updated_at",
];

/// Writes new clocks; one that is late already (of a written-in past) is not told again.
pub(crate) async fn insert(work: &Work, clocks: &[(Uuid, Clock)]) -> Result<(), DbErr> {
    let today = work.today();
    let rows = clocks
        .iter()
        .map(|(matter_id, clock)| {
            let told = clock.due_on.is_some_and(|due| due < today).then(|| work.at());
            let row: Vec<Value> = vec![
                work.new_id().into(),
                (*matter_id).into(),
                clock.rule.clone().into(),
                clock.rule_version.clone().into(),
                clock.section.clone().into(),
                clock.mark.code().into(),
                serde_json::to_value(&clock.label).unwrap_or_default().into(),
                clock.kind.code().into(),
                clock.started_on.into(),
                clock.due_on.into(),
                clock.state.code().into(),
                clock.paused_on.into(),
                clock.pause_reason.clone().into(),
                clock.pause_law.clone().into(),
                i32::try_from(clock.paused_days).unwrap_or(i32::MAX).into(),
                clock.stopped_on.into(),
                clock.about.into(),
                told.into(),
                1i32.into(),
                work.at().into(),
                work.at().into(),
            ];
            row
        })
        .collect();
    sql::insert_many(work, "clock", COLUMNS, rows).await
}

/// Writes how a clock is now, and its next version.
pub(crate) async fn update(work: &Work, kept: &Kept) -> Result<(), DbErr> {
    let text = "UPDATE clock SET due_on = $1, state = $2, paused_on = $3, pause_reason = $4, pause_law = $5, pause_until = $6, paused_days = $7, \
                stopped_on = $8, started_on = $11, version = version + 1, updated_at = $9 WHERE id = $10";
    let clock = &kept.clock;
    let values: [Value; 11] = [
        clock.due_on.into(),
        clock.state.code().into(),
        clock.paused_on.into(),
        clock.pause_reason.clone().into(),
        clock.pause_law.clone().into(),
        kept.pause_until.into(),
        i32::try_from(clock.paused_days).unwrap_or(i32::MAX).into(),
        clock.stopped_on.into(),
        work.at().into(),
        kept.id.into(),
        clock.started_on.into(),
    ];
    sql::exec(work, text, values).await.map(|_| ())
}
