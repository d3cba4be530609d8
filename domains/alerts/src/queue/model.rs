use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Lang, Register, Text, codes};
use people::{IdentityCard, PersonRef};
use rules::{AlertSource, Figure, Mark};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;

codes! {
    /// Where an alert stands.
    AlertState {
        Waiting => "waiting",
        /// Somebody sees to it.
        Taken => "taken",
        Done => "done",
        Dismissed => "dismissed",
        /// The rule holds no more, and nobody had taken it.
        Lapsed => "lapsed",
    }
}

codes! {
    /// How an alert was closed: what was done, or that there was nothing to do.
    AlertOutcome { Call => "call", Visit => "visit", Matter => "matter", Plan => "plan", Other => "other", Dismissed => "dismissed" }
}

codes! {
    /// Whether it was of use.
    AlertUse { Yes => "yes", Partly => "partly", No => "no" }
}

codes! {
    /// By what data of another register are used.
    AlertBasis { Own => "own", Permit => "permit", Law => "law" }
}

codes! {
    /// Why the rule holds no more.
    AlertLapse {
        Passed => "passed",
        /// What it rested on was corrected or taken away.
        Corrected => "corrected",
        /// The rule is in use no more.
        Rule => "rule",
    }
}

/// The rule that raised it, in the words of the version that did.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AlertRuleWords {
    pub id: String,
    pub label: Text,
    /// What is usually done.
    pub advice: Text,
    pub law: String,
    pub mark: Mark,
    pub version: String,
}

/// Something an alert rests on.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AlertEvidence {
    pub source: AlertSource,
    /// What it is, as links name it: record | assessment | appointment. Absent for another's: their data need their own proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// It is the informal carer's.
    pub of_another: bool,
    pub begun_at: DateTime<Utc>,
    /// Of a lasting one that has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
}

/// An alert.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RaisedAlert {
    pub id: Uuid,
    pub version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub rule: AlertRuleWords,
    /// 1 minor, 2 notable, 3 serious
    pub severity: i32,
    pub state: AlertState,
    /// Why, with the figures.
    pub why: Text,
    /// The day the figures are of.
    pub counted_on: NaiveDate,
    pub figures: BTreeMap<String, Figure>,
    pub evidence: Vec<AlertEvidence>,
    pub register: Register,
    pub basis: AlertBasis,
    /// The rule holds still.
    pub standing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    /// Whether it is the viewer who has taken it.
    pub mine: bool,
    pub raised_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lapsed_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lapsed_why: Option<AlertLapse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AlertOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The matter that it was closed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful: Option<AlertUse>,
}

/// A rule as a choice of the queue's filter, with what its alerts have come to on the viewer's desks.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AlertRuleUse {
    pub id: String,
    pub label: Text,
    pub on: bool,
    pub open: i64,
    pub closed: i64,
    pub yes: i64,
    pub partly: i64,
    pub no: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AlertList {
    pub items: Vec<RaisedAlert>,
    /// How many wait for somebody, snoozed ones left out.
    pub waiting: i64,
    pub rules: Vec<AlertRuleUse>,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

codes! {
    /// Which alerts are asked for.
    AlertWhich {
        /// They wait or are taken, and are not snoozed.
        Open => "open",
        Waiting => "waiting", Taken => "taken", Snoozed => "snoozed",
        /// Done, dismissed or lapsed.
        Closed => "closed",
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertSort {
    #[default]
    Gravest,
    Newest,
}

/// The language of a file's headings and words; Finnish when it is left out.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AlertFile {
    #[param(inline)]
    pub lang: Option<Lang>,
}

/// What is asked of the queue.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertQuery {
    pub which: Option<AlertWhich>,
    /// Id of a rule.
    pub rule: Option<String>,
    /// Only those one has taken.
    #[serde(default)]
    pub mine: bool,
    /// Part of the client's name, or their personal identity code.
    pub q: Option<String>,
    #[serde(default)]
    pub sort: AlertSort,
    /// The last of the page before.
    pub after: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewAlertSnooze {
    /// The day it comes back on the desk, at most 90 days away.
    pub until: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewAlertClosing {
    pub outcome: AlertOutcome,
    /// 3–2,000 characters; needed to dismiss, and when what was done is none of the others.
    pub words: Option<String>,
    /// The open matter of the client that it led to; needed when the outcome is `matter`, and given with no other.
    #[serde(default)]
    pub matter_id: Option<Uuid>,
    pub useful: AlertUse,
}

/// What the client is told of an alert about them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnAlert {
    pub id: Uuid,
    pub plain: Text,
    pub law: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    pub raised_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub service_task: String,
    pub rule: String,
    pub rule_version: String,
    pub severity: i32,
    pub team_id: Uuid,
    pub handler_id: Option<Uuid>,
    pub state: String,
    pub standing: bool,
    pub basis: String,
    pub figures: serde_json::Value,
    pub evidence: serde_json::Value,
    pub raised_at: DateTime<Utc>,
    pub counted_at: DateTime<Utc>,
    pub snoozed_until: Option<NaiveDate>,
    pub lapsed_at: Option<DateTime<Utc>>,
    pub lapsed_why: Option<String>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_by: Option<Uuid>,
    pub outcome: Option<String>,
    pub reason: Option<String>,
    pub useful: Option<String>,
    pub matter_id: Option<Uuid>,
    pub version: i32,
}

/// The columns of [`Row`], of the table `a`.
pub(super) const ROW: &str = "SELECT a.id, a.client_id, a.register, a.service_task, a.rule, a.rule_version, a.severity, a.team_id, a.handler_id, \
     a.state, a.standing, a.basis, a.figures, a.evidence, a.raised_at, a.counted_at, a.snoozed_until, a.lapsed_at, a.lapsed_why, a.closed_at, \
     a.closed_by, a.outcome, a.reason, a.useful, a.matter_id, a.version FROM alert a";

impl Row {
    pub fn state(&self) -> AlertState {
        AlertState::parse(&self.state).unwrap_or(AlertState::Waiting)
    }
}

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// What was written, without blanks around it; nothing where nothing is needed.
pub(super) fn words(text: Option<&str>, needed: bool) -> Result<Option<&str>, Error> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text.map(|text| text.chars().count()) {
        None if needed => Err(Error::field("/words", "required")),
        None => Ok(None),
        Some(n) if n < LEAST => Err(Error::field("/words", "too_short")),
        Some(n) if n > MOST => Err(Error::field("/words", "too_long")),
        Some(_) => Ok(text),
    }
}
