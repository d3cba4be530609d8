use chrono::{DateTime, NaiveDate, Utc};
use people::{IdentityCard, PersonRef};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::log::model::LogGround;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewInquiry {
    /// What the client asks, 3–2,000 characters.
    pub words: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewAnswer {
    /// 3–2,000 characters; the client reads them.
    pub answer: String,
}

/// A question about an entry of the log.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LogInquiry {
    pub id: Uuid,
    pub version: i32,
    /// The entry it is about, as it was.
    pub entry_at: DateTime<Utc>,
    pub entry_action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_unit: Option<String>,
    pub entry_grounds: Vec<LogGround>,
    pub words: String,
    pub asked_at: DateTime<Utc>,
    /// The last day of answering.
    pub due_on: NaiveDate,
    /// It waits although its time is out.
    pub overdue: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<PersonRef>,
    /// When the client saw the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<DateTime<Utc>>,
    /// Who asks; not told to the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
}

/// A page of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LogInquiries {
    pub items: Vec<LogInquiry>,
    /// How many wait for an answer in all.
    pub waiting: i64,
    /// How many of those are late.
    pub overdue: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub controller: Uuid,
    pub register: String,
    pub service_task: String,
    pub entry_at: DateTime<Utc>,
    pub entry_action: String,
    pub entry_ground: Option<String>,
    pub entry_actor_id: Option<Uuid>,
    pub entry_unit_id: Option<Uuid>,
    pub words: String,
    pub asked_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    pub answer: Option<String>,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<DateTime<Utc>>,
    pub seen_at: Option<DateTime<Utc>>,
    pub version: i32,
}

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// What was written, without blanks around it and long enough to say something.
pub(super) fn words<'a>(path: &str, text: &'a str) -> Result<&'a str, crate::Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(crate::Error::field(path, "required")),
        n if n < LEAST => Err(crate::Error::field(path, "too_short")),
        n if n > MOST => Err(crate::Error::field(path, "too_long")),
        _ => Ok(text),
    }
}
