use chrono::{DateTime, NaiveDate, Utc};
use kernel::Text;
pub use people::overseen::{WatchFinding, WatchReportedTo};
use people::{IdentityCard, PersonRef};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;

/// How grave the rule holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatchSeverity {
    Minor,
    Notable,
    Serious,
}

impl WatchSeverity {
    pub(super) const fn rank(self) -> i32 {
        match self {
            Self::Minor => 1,
            Self::Notable => 2,
            Self::Serious => 3,
        }
    }
    pub(super) const fn of(rank: i32) -> Self {
        match rank {
            ..=1 => Self::Minor,
            2 => Self::Notable,
            _ => Self::Serious,
        }
    }
}

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatchState {
    /// Nobody has asked or decided.
    Waiting,
    /// The one who looked has been asked.
    Asked,
    Answered,
    Settled,
}

impl WatchState {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Settled => "settled",
        }
    }
    pub(super) fn parse(code: &str) -> Self {
        [Self::Asked, Self::Answered, Self::Settled].into_iter().find(|s| s.code() == code).unwrap_or(Self::Waiting)
    }
}

/// What the supervisor found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatchOutcome {
    /// There was a task for it.
    Justified,
    /// There was none.
    NotJustified,
    /// The data protection officer goes on with it.
    PassedOn,
}

impl WatchOutcome {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::NotJustified => "not_justified",
            Self::PassedOn => "passed_on",
        }
    }
    pub(super) fn parse(code: &str) -> Option<Self> {
        [Self::Justified, Self::NotJustified, Self::PassedOn].into_iter().find(|o| o.code() == code)
    }
}

/// The rule that raised a review, in the words of the version that raised it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchRule {
    pub code: String,
    pub label: Text,
    pub about: Text,
    pub law: String,
}

/// A word said of a review.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchWord {
    /// asked | explained | decided | found
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<WatchOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<WatchFinding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_to: Option<WatchReportedTo>,
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    pub at: DateTime<Utc>,
}

/// A look, or looks of one day, that a rule raised.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchReview {
    pub id: Uuid,
    pub version: i32,
    pub rule: WatchRule,
    pub severity: WatchSeverity,
    /// The viewer had a care tie to the client each time.
    pub tied: bool,
    /// Who looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professional: Option<PersonRef>,
    /// Whose data; absent when it is about how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub looked_on: NaiveDate,
    /// How many lines of the log.
    pub looks: i64,
    /// Clients opened in the day, and how many are ordinary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clients: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordinary: Option<f64>,
    pub raised_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    /// It waits although its time is out.
    pub overdue: bool,
    pub state: WatchState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<WatchOutcome>,
    /// The data protection officer's, of what was passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<WatchFinding>,
    /// Oldest first.
    pub words: Vec<WatchWord>,
}

/// A rule as a choice of the queue's filter.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchRuleChoice {
    pub code: String,
    pub label: Text,
    pub on: bool,
}

/// A page of the queue.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchList {
    pub items: Vec<WatchReview>,
    /// How many wait in all.
    pub waiting: i64,
    /// How many of those are late.
    pub overdue: i64,
    /// How many wait with an answer that nobody has looked at.
    pub answered: i64,
    /// Staff of today of whom it is not known who they are as clients: looks at their own data, household and neighbours, and at
    /// them as colleagues, cannot be judged.
    pub unknown_staff: i64,
    /// Somebody holds the role of data protection officer: what is passed on has a reader.
    pub officer: bool,
    pub rules: Vec<WatchRuleChoice>,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// One thing done.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchLook {
    pub at: DateTime<Utc>,
    /// The action's name in the log.
    pub action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registers: Option<String>,
    /// A named ground stood behind it.
    pub grounded: bool,
}

/// A review with the lines it rests on.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchDetail {
    #[serde(flatten)]
    pub review: WatchReview,
    /// Oldest first, at most 200.
    pub lines: Vec<WatchLook>,
    /// Lines that are no longer in the log: their retention has ended.
    pub gone: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatchSort {
    #[default]
    Oldest,
    Newest,
    Gravest,
}

/// What is asked of the queue.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct WatchQuery {
    /// What has been settled instead of what waits.
    #[serde(default)]
    pub settled: bool,
    /// Code of a rule.
    pub rule: Option<String>,
    pub severity: Option<WatchSeverity>,
    pub state: Option<WatchState>,
    /// Part of the name of the one who looked, or of the client; or a client's personal identity code.
    pub q: Option<String>,
    #[serde(default)]
    pub sort: WatchSort,
    /// The last of the page before.
    pub after: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewWatchWords {
    /// 3–2,000 characters.
    pub words: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewWatchDecision {
    pub outcome: WatchOutcome,
    /// Why, 3–2,000 characters.
    pub words: String,
}

/// One's own look that a supervisor asks about. Which rule raised it is not told: a rule's name would tell where a client lives, or
/// that they are in the news.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchOwnLook {
    pub id: Uuid,
    pub version: i32,
    /// Whose data; absent when it is about how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub looked_on: NaiveDate,
    /// How many lines of the log.
    pub looks: i64,
    pub state: WatchState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<WatchOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<WatchFinding>,
    /// What was asked and answered, oldest first. The reasons of the outcome are the supervisor's to tell face to face.
    pub words: Vec<WatchWord>,
}

/// What a professional is asked about their own looks.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchAsked {
    /// Newest first, at most 100.
    pub items: Vec<WatchOwnLook>,
    /// How many wait for one's answer.
    pub waiting: i64,
}

#[derive(FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Option<Uuid>,
    pub professional_id: Uuid,
    pub rule: String,
    pub rule_version: String,
    pub severity: i32,
    pub tied: bool,
    pub looked_on: NaiveDate,
    pub raised_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    pub clients: Option<i32>,
    pub ordinary: Option<f64>,
    pub state: String,
    pub settled: bool,
    pub outcome: Option<String>,
    pub finding: Option<String>,
    pub version: i32,
    pub looks: i64,
}

/// The columns of [`Row`], of a table called `r`.
pub(crate) const ROW: &str = "SELECT r.id, r.client_id, r.professional_id, r.rule, r.rule_version, r.severity, r.tied, r.looked_on, r.raised_at, \
     r.due_on, r.clients, r.ordinary, r.state, r.settled, r.outcome, r.finding, r.version, \
     (SELECT COUNT(*) FROM watch_evidence e WHERE e.review_id = r.id) AS looks FROM watch_review r";

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// What was written, without blanks around it and long enough to say something.
pub(crate) fn words(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::field("/words", "required")),
        n if n < LEAST => Err(Error::field("/words", "too_short")),
        n if n > MOST => Err(Error::field("/words", "too_long")),
        _ => Ok(text),
    }
}
