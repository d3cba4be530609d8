use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, Text};
use people::PersonRef;
use serde::Serialize;
use uuid::Uuid;

/// A ground by which data were opened.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LogGround {
    /// `disclosure_permit`, or the code of a legal ground.
    pub code: String,
    /// Absent for the client's own permit, which the screens name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    pub emergency: bool,
}

/// One use of the client's data.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LogEntry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// staff | client | other | system; other: another person, acting for the client or having a matter with them
    pub by: String,
    /// By what another person acted for the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting: Option<trust::ActingGround>,
    /// Who the other person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professional: Option<PersonRef>,
    /// Name of the unit the professional worked in then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// use | disclosure: which of the two records the entry is in.
    pub record: String,
    /// What was done, by the action's name.
    pub action: String,
    /// Why: care | initiation | supervision | administration | own | another word of a system's.
    pub purpose: String,
    /// Registers the use reached into.
    pub registers: Vec<Register>,
    /// By what another register, or one without a care relation, was opened; none: by the task and the relation.
    pub grounds: Vec<LogGround>,
    /// The client has asked about this entry.
    pub asked: bool,
}

/// A page of the log.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LogPage {
    /// Newest first.
    pub entries: Vec<LogEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
    /// The first day the client sees by themself.
    pub since: NaiveDate,
    pub since_about: Text,
    /// How soon a question is answered.
    pub answer_about: Text,
}
