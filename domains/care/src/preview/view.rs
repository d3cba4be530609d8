use chrono::NaiveDate;
use kernel::{ServiceTask, Text};
use rules::{Section, Situation, TimelineLane};
use serde::Serialize;
use uuid::Uuid;

/// What a change of rules would do.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RulePreview {
    pub kind: String,
    /// The first day the text would be used.
    pub valid_from: NaiveDate,
    /// Version it is compared with: the one in force on that day without it.
    pub compared_with: String,
    /// The stretch of days whose matters were looked at.
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing: Option<RoutingEffect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<DeadlineEffect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lenses: Option<Vec<LensEffect>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<RetentionEffect>,
    /// For the other kinds: the entries that come, go and change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<CodeEffect>>,
}

/// A team as the rules name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
pub struct RoutedTeam {
    pub key: String,
    pub name: String,
}

/// What other routing would have proposed.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct RoutingEffect {
    /// Matters initiated in the stretch.
    pub matters: usize,
    /// Of them those that would have been proposed to another team.
    pub moved: usize,
    pub by_team: Vec<TeamMove>,
    pub by_rule: Vec<RuleUse>,
    /// The newest of the moved; single matters of one's own teams only, for an administrator by number alone.
    pub rows: Vec<MovedMatter>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TeamMove {
    pub from: RoutedTeam,
    pub to: RoutedTeam,
    pub matters: usize,
}

/// How many matters a rule was the first to hold for, by the rules in force and by the text.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RuleUse {
    /// Id, or `fallback`.
    pub rule: String,
    pub before: usize,
    pub after: usize,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MovedMatter {
    /// Given when the caller may open it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    pub number: String,
    pub initiated_on: NaiveDate,
    pub situation: Situation,
    pub service_task: ServiceTask,
    pub from: RoutedTeam,
    pub to: RoutedTeam,
    pub rule_before: String,
    pub rule_after: String,
}

/// What other time limits would have done.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct DeadlineEffect {
    /// Clocks that the rules in force start in the stretch.
    pub clocks: usize,
    /// Of them those with another date.
    pub moved: usize,
    pub earlier: usize,
    pub later: usize,
    /// Clocks that only the text starts, and only the rules in force.
    pub more: usize,
    pub fewer: usize,
    /// Open clocks that would be overdue today though they are not, and the other way round.
    pub become_overdue: usize,
    pub no_longer_overdue: usize,
    /// Clocks that were met in time and would not have been.
    pub met_too_late: usize,
    /// The rules that differ.
    pub by_rule: Vec<DeadlineUse>,
    pub rows: Vec<MovedClock>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DeadlineUse {
    pub rule: String,
    pub label: Text,
    /// new | gone | changed
    pub change: String,
    pub moved: usize,
    pub more: usize,
    pub fewer: usize,
    pub become_overdue: usize,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MovedClock {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    pub number: String,
    pub rule: String,
    pub label: Text,
    pub started_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_before: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_after: Option<NaiveDate>,
    pub overdue_before: bool,
    pub overdue_after: bool,
}

/// What a role would see in another order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LensEffect {
    pub role: String,
    /// Professionals with the role today.
    pub people: i64,
    pub sections_before: Vec<Section>,
    pub sections_after: Vec<Section>,
    pub timeline_before: Vec<TimelineLane>,
    pub timeline_after: Vec<TimelineLane>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CodeEffect {
    pub list: String,
    pub code: String,
    /// new | gone | changed
    pub change: String,
}

/// What would be beyond its time on the text's first day, by the rules in force and by the text.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RetentionEffect {
    pub rules: Vec<RetentionUse>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RetentionUse {
    pub rule: String,
    pub label: Text,
    /// `lines` of the log or `persons`.
    pub unit: &'static str,
    /// new | gone | changed | same
    pub change: &'static str,
    /// By the rules in force; none when they do not have the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<RetentionCount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<RetentionCount>,
}

#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct RetentionCount {
    /// Whose data, or how many lines, would be proposed for removal.
    pub removed: u64,
    /// Old enough, and kept by an open matter, a hold or the like.
    pub held: u64,
    /// Whether the counts are the least there is: more are old enough than a preview looks through.
    pub at_least: bool,
}
