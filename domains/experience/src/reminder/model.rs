use chrono::{DateTime, NaiveDate, Utc};
use kernel::codes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

codes! {
    /// How often a reminder comes.
    ReminderRepeats { Once => "once", Daily => "daily", Weekly => "weekly" }
}

/// A reminder the client has set.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnReminder {
    pub id: Uuid,
    pub version: i32,
    pub words: String,
    /// The first day.
    pub on: NaiveDate,
    /// The time of day in Finland, `HH:MM`.
    pub at: String,
    pub repeats: ReminderRepeats,
    /// When it comes next; none when it has come for the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
    /// When it came last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOwnReminder {
    /// 1–200 characters.
    pub words: String,
    pub on: NaiveDate,
    /// `HH:MM`, Finnish time.
    pub at: String,
    pub repeats: ReminderRepeats,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnReminderMade {
    pub id: Uuid,
}
