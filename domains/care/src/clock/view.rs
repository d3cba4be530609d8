use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::Text;
use rules::{ClockState, LimitKind, Mark, Rules};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Serialize;
use uuid::Uuid;

use super::rules::rule_of;
use super::store::{Kept, of_matters};

/// A statutory time limit as it is shown: with its rule, the rule's version and the section of law behind it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Deadline {
    pub id: Uuid,
    pub rule: String,
    pub label: Text,
    pub section: String,
    pub mark: Mark,
    pub started_on: NaiveDate,
    /// Absent where the law says "without delay".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    pub immediate: bool,
    /// Workdays after today up to the due date; negative after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workdays_left: Option<i64>,
    pub overdue: bool,
    pub state: ClockState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_reason: Option<String>,
    /// Section that allows the pause under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_law: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<NaiveDate>,
    /// Reasons for which the law lets it be paused now.
    pub pause_reasons: Vec<String>,
    pub rule_version: String,
}

/// A clock as it stands today.
pub fn deadline(rules: &Rules, kept: &Kept, today: NaiveDate) -> Deadline {
    let clock = &kept.clock;
    let rule = rule_of(&rules.deadlines, clock);
    let standing = rule.map(|rule| clock.standing(rule, today));
    let state = standing.map_or(clock.state, |s| s.state);
    let overdue = standing.is_some_and(|s| s.overdue);
    Deadline {
        id: kept.id,
        rule: clock.rule.clone(),
        label: clock.label.clone(),
        section: clock.section.clone(),
        mark: clock.mark,
        started_on: clock.started_on,
        due_on: clock.due_on,
        immediate: clock.kind == LimitKind::Immediate,
        workdays_left: standing.and_then(|s| s.workdays_left),
        overdue,
        state,
        paused_reason: clock.pause_reason.clone(),
        paused_law: clock.pause_law.clone(),
        paused_until: kept.pause_until,
        pause_reasons: match rule {
            Some(rule) if state == ClockState::Running && !overdue => rule.pauses.iter().map(|p| p.reason.clone()).collect(),
            _ => Vec::new(),
        },
        rule_version: clock.rule_version.clone(),
    }
}

/// The open deadlines of matters the caller has reached by a proof, in one statement.
pub async fn deadlines(
    conn: &impl ConnectionTrait,
    rules: &Rules,
    matters: &[Uuid],
    today: NaiveDate,
) -> Result<HashMap<Uuid, Vec<Deadline>>, DbErr> {
    let kept = of_matters(conn, matters).await?;
    Ok(kept.into_iter().map(|(id, clocks)| (id, clocks.iter().map(|k| deadline(rules, k, today)).collect())).collect())
}
