use chrono::NaiveDate;
use kernel::{ServiceTask, Text};
use people::PersonRef;
use people::card::IdentityCard;
use rules::{GapKind, GapRule, Mark};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A kind of gap with its rule, and how many there are.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct GapCount {
    pub kind: GapKind,
    pub label: Text,
    pub about: Text,
    /// Workdays that may pass before it is told.
    pub after_workdays: u32,
    pub law: String,
    pub mark: Mark,
    pub count: i64,
}

impl GapCount {
    pub fn of(rule: &GapRule, count: i64) -> Self {
        Self {
            kind: rule.kind,
            label: rule.label.clone(),
            about: rule.about.clone(),
            after_workdays: rule.after_workdays,
            law: rule.law.clone(),
            mark: rule.mark,
            count,
        }
    }
}

/// Something to mend.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Gap {
    pub kind: GapKind,
    /// The matter, appointment, assessment, decision, plan or customership.
    pub object_id: Uuid,
    /// The matter it was made in, when that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub service_task: ServiceTask,
    /// Whose it is; absent when it falls to the team's lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonRef>,
    /// The day it began: moved on, begun, decided, in force, last looked at.
    pub since: NaiveDate,
    /// How many: goals of a plan.
    pub count: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct GapList {
    /// The version of the rules that were used.
    pub rule_version: String,
    /// Every kind that is looked for, also with nothing found.
    pub kinds: Vec<GapCount>,
    /// Oldest first, at most 100 of a kind.
    pub items: Vec<Gap>,
}

/// Gaps of the supervisor's teams, in figures.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TeamGaps {
    pub rule_version: String,
    pub kinds: Vec<GapCount>,
    /// By whose they are, most first.
    pub people: Vec<PersonGaps>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PersonGaps {
    /// Absent: what falls to the team's lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professional: Option<PersonRef>,
    pub total: i64,
    #[schema(value_type = Object)]
    pub by_kind: std::collections::BTreeMap<GapKind, i64>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct SetAside {
    pub kind: GapKind,
    pub object_id: Uuid,
    pub reason: String,
}
