use chrono::{DateTime, Utc};
use kernel::{Register, ServiceTask, Text};
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Processing is restricted.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Restriction {
    pub id: Uuid,
    pub version: i32,
    pub register: Register,
    pub service_task: ServiceTask,
    /// A kind of own data, or `register` for the whole register.
    pub object_kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_label: Option<String>,
    /// A code of the rules' grounds.
    pub ground: String,
    /// Absent for a ground the rules no longer know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground_label: Option<Text>,
    pub why: String,
    pub marked_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informed_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lift_reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRestriction {
    pub ground: String,
    /// Why; told to whoever sees the thing, and to the client. 3–2,000 characters.
    pub why: String,
    /// The whole register and task of the request, not the one thing alone.
    #[serde(default)]
    pub whole: bool,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLifting {
    /// Why it is lifted; told to the client before.
    pub reason: String,
}
