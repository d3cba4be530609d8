use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, Text, codes};
use people::{IdentityCard, PersonRef};
use rules::{Mark, SupplyKind, SupplyLink};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

codes! { SupplyWhich { Open => "open", Handled => "handled" } }

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyTodoSeen {
    pub code: String,
    pub text: Text,
    pub link: SupplyLink,
}

/// What was done of a deviation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyHandled {
    pub id: Uuid,
    /// One of what could be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    pub at: DateTime<Utc>,
}

/// A service of a plan that there is not as it was planned.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyDeviation {
    /// The plan's service and the kind: a row of a list.
    pub id: String,
    pub kind: SupplyKind,
    pub name: Text,
    pub why: Text,
    pub todo: Vec<SupplyTodoSeen>,
    pub law: String,
    pub mark: Mark,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub service_id: Uuid,
    pub service_code: String,
    pub service: Text,
    pub plan_id: Uuid,
    pub register: Register,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Who gives it, as the plan says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// When it was to begin.
    pub planned_on: NaiveDate,
    /// The day of the cause: promised for, ended on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause_on: Option<NaiveDate>,
    /// The cause has a thing of its own: a declined or late request, a unit or team that stops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handled: Option<SupplyHandled>,
}

/// How many of a kind there are of a service in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SupplyGroup {
    pub kind: SupplyKind,
    pub service_code: String,
    pub service: Text,
    /// Over the county no team is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// None when it is too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyQuery {
    pub kind: Option<SupplyKind>,
    /// A code of the plan's services.
    pub service: Option<String>,
    pub team_id: Option<Uuid>,
    pub which: Option<SupplyWhich>,
    pub page: Option<u32>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyList {
    pub items: Vec<SupplyDeviation>,
    /// Those that are open, whatever was asked.
    pub groups: Vec<SupplyGroup>,
    pub ahead_days: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyCounty {
    pub groups: Vec<SupplyGroup>,
    pub least: u32,
    pub ahead_days: u32,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSupplyHandled {
    pub kind: SupplyKind,
    pub service_id: Uuid,
    /// The cause that was looked at.
    pub cause_id: Option<Uuid>,
    pub cause_on: Option<NaiveDate>,
    /// One of what could be done.
    pub what: Option<String>,
    /// What was done, 3–1,000 characters.
    pub words: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyHandledMade {
    pub id: Uuid,
}
