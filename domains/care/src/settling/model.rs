use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ServiceTask, Text};
use people::{IdentityCard, PersonRef};
use rules::{Mark, RegisterCause, RegisterObject};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was done at once because of a register's word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    pub ended: u64,
    /// What waits for a person.
    pub asked: u64,
}

/// How one thing was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettleOutcome {
    /// Closed, cancelled or lifted, with the settling.
    Ended,
    /// Closed here: another county takes it on.
    HandedOver,
    /// Goes on as it is.
    GoesOn,
}

impl SettleOutcome {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::HandedOver => "handed_over",
            Self::GoesOn => "goes_on",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Ended, Self::HandedOver, Self::GoesOn].into_iter().find(|o| o.code() == code)
    }
    /// How a thing can be settled: only what another county can take on is handed over.
    pub fn of(cause: RegisterCause, on: RegisterObject) -> Vec<Self> {
        let handed = cause == RegisterCause::MovedAway && on != RegisterObject::Appointment;
        if handed { vec![Self::HandedOver, Self::Ended, Self::GoesOn] } else { vec![Self::Ended, Self::GoesOn] }
    }
}

/// Something to decide.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SettleItem {
    pub id: Uuid,
    pub version: i32,
    pub cause: RegisterCause,
    /// The day of death or of moving.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happened_on: Option<NaiveDate>,
    pub object_kind: RegisterObject,
    pub object_id: Uuid,
    pub client: Option<IdentityCard>,
    pub service_task: ServiceTask,
    /// The matter's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When the appointment is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
    /// The matter, customership or appointment has been closed otherwise meanwhile.
    pub over: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    /// What is asked, by the rule.
    pub about: Text,
    pub law: String,
    pub mark: Mark,
    pub rule_version: String,
    pub made_at: DateTime<Utc>,
    pub outcomes: Vec<SettleOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<SettleOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<PersonRef>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SettleList {
    /// Oldest first when open, newest first when settled.
    pub items: Vec<SettleItem>,
    /// How many are open in all.
    pub open: i64,
    /// Ask again with `after` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Settle {
    pub outcome: SettleOutcome,
    /// Why so, 3–2,000 characters.
    pub reason: String,
}
