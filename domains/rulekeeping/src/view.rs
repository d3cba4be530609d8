use chrono::{DateTime, NaiveDate, Utc};
use people::PersonRef;
use rules::RuleError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a version is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = RuleVersionState)]
#[serde(rename_all = "snake_case")]
pub enum State {
    InForce,
    /// Takes force by itself on its first day.
    Planned,
    Past,
    Withdrawn,
    /// Shipped after the county's own version: offered for comparison, not used.
    Offered,
    /// Does not hold with this program, and is not used.
    Unreadable,
}

/// A version of one kind of rules.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RuleVersion {
    /// What results name: "1" of a shipped one, "1.2" of the county's second, which rests on 1.
    pub name: String,
    pub number: i32,
    /// shipped | county
    pub origin: String,
    pub state: State,
    pub valid_from: NaiveDate,
    /// The last day before another takes over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Where the rules come from.
    pub source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The shipped version it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The version it brought back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restores: Option<String>,
    pub at: DateTime<Utc>,
    /// Absent for a shipped version and for one put in on the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
    /// Why this program cannot use it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<RuleError>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RuleVersionWithdrawn)]
pub struct Withdrawn {
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    pub why: String,
}

/// A version with its text.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RuleVersionText {
    pub id: Uuid,
    #[serde(flatten)]
    pub version: RuleVersion,
    pub text: String,
    /// Of the kind as a whole, for If-Match.
    pub revision: i32,
}

/// One kind of rules, for the list of kinds.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RuleKind)]
pub struct RuleKindView {
    pub kind: String,
    pub in_force: RuleVersion,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<RuleVersion>,
    /// A shipped version newer than the one the county's own rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer_shipped: Option<NewerShipped>,
    /// County versions that do not hold with this program.
    pub unreadable: usize,
    pub revision: i32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NewerShipped {
    pub name: String,
    /// The shipped version the county's own rests on.
    pub base: String,
}

/// The versions of one kind, newest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RuleHistory {
    pub kind: String,
    /// For If-Match of a change.
    pub revision: i32,
    pub today: NaiveDate,
    /// Name of the version in force today.
    pub in_force: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer_shipped: Option<NewerShipped>,
    /// Whether the caller may put a version in force.
    pub may_change: bool,
    /// Whether the caller may check a text and see its effect.
    pub may_try: bool,
    pub versions: Vec<RuleVersion>,
}
