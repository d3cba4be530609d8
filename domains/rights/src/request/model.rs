use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, ServiceTask, Text, codes};
use people::{IdentityCard, PersonRef};
use rules::Mark;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::restriction::model::Restriction;

codes! {
    /// What is asked for.
    RightsKind { Copy => "copy", Correction => "correction" }
}

codes! {
    RightsState { Waiting => "waiting", Done => "done", Refused => "refused" }
}

codes! {
    /// What came of a request to mend: as asked, in part, or not.
    CorrectionOutcome { Mended => "mended", Partly => "partly", Refused => "refused" }
}

/// A request of the data subject.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RightsRequest {
    pub id: Uuid,
    pub version: i32,
    pub kind: RightsKind,
    pub state: RightsState,
    pub asked_at: DateTime<Utc>,
    /// own | in_person | phone | video | letter
    pub channel: String,
    pub register: Register,
    pub service_task: ServiceTask,
    /// A kind of own data: identity, contacts, entries, documents …; `other` for what the client could not point at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correct: Option<String>,
    /// The last day of answering.
    pub due_on: NaiveDate,
    pub overdue: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<PersonRef>,
    /// Of a refusal: how to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal: Option<RightsAppeal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<DateTime<Utc>>,
    /// Who asks; not told to the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    /// The restrictions marked because of it, newest first.
    pub restrictions: Vec<Restriction>,
    /// answer · extend · restrict, for the one who looks.
    pub permitted_actions: Vec<String>,
}

/// How to go on from a refusal.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RightsAppeal {
    pub about: Text,
    pub law: String,
    pub mark: Mark,
}

/// A page of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RightsRequests {
    pub items: Vec<RightsRequest>,
    /// How many wait in all.
    pub waiting: i64,
    /// How many of those are late.
    pub overdue: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// What is looked for among them.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RightsQuery {
    pub kind: Option<RightsKind>,
    pub state: Option<RightsState>,
    /// Only what waits although its time is out.
    #[serde(default)]
    pub overdue: bool,
    /// A client's name.
    pub q: Option<String>,
    /// The last of the page before.
    pub after: Option<Uuid>,
}

/// What is wrong, and what is right.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    /// A kind of own data, or `other`.
    pub object_kind: String,
    /// The row, when the client could point at it.
    pub object_id: Option<Uuid>,
    pub wrong: String,
    pub correct: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRightsAnswer {
    pub outcome: CorrectionOutcome,
    /// How it was mended, or why it is refused; told to the client. 3–2,000 characters.
    pub answer: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    /// Told to the client.
    pub reason: String,
}

/// A row that can be pointed at.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnThing {
    pub id: Uuid,
    pub label: String,
    /// Instant or day, as it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// What was written, without blanks around it and long enough to say something.
pub(crate) fn words<'a>(path: &str, text: &'a str) -> Result<&'a str, crate::Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(crate::Error::field(path, "required")),
        n if n < LEAST => Err(crate::Error::field(path, "too_short")),
        n if n > MOST => Err(crate::Error::field(path, "too_long")),
        _ => Ok(text),
    }
}
