use chrono::{DateTime, NaiveDate, Utc};
use kernel::ServiceTask;
use rules::ChainPlace;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::reach::FlowTeam;

/// Whose queues.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueueQuery {
    pub team_id: Option<Uuid>,
    #[param(inline)]
    pub service_task: Option<ServiceTask>,
}

/// What waits at the moment it was asked.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FlowQueues {
    pub counted_at: DateTime<Utc>,
    /// The teams one may choose among.
    pub teams: Vec<FlowTeam>,
    /// The first day of each part of the distribution; the last has no end.
    pub parts_from: Vec<i64>,
    /// Numbers below this are not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    /// By service task, step and team; the fullest step first.
    pub queues: Vec<FlowQueue>,
}

/// Matters of a service task in a step with a team.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct FlowQueue {
    pub service_task: ServiceTask,
    pub step: ChainPlace,
    pub team: FlowTeam,
    /// How many; absent when too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<i64>,
    pub few: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days: Option<f64>,
    /// Days the one that has been there longest has been there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest_days: Option<i64>,
    /// Days the chain says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_days: Option<i32>,
    /// Of them this many have been there longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_target: Option<i64>,
    /// How many are in each part; empty when too few to be told.
    pub parts: Vec<i64>,
    /// How many came within the last seven days, and how many left; absent when too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub went: Option<i64>,
}

/// Which queue of one's own teams.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForecastQuery {
    /// Required, as the others are: said after it is known who asks.
    pub team_id: Option<Uuid>,
    #[param(inline)]
    pub service_task: Option<ServiceTask>,
    #[param(inline)]
    pub step: Option<ChainPlace>,
}

/// How long a queue has been and is expected to be, week by week.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QueueForecast {
    /// The day that is now.
    pub on: NaiveDate,
    pub n: i64,
    /// The oldest first; the last is now.
    pub past: Vec<PastWeek>,
    /// Absent when the weeks behind are too few, or too little moved in them, to say what comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_come: Option<QueueToCome>,
}

/// How many waited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct PastWeek {
    pub weeks_ago: usize,
    pub n: i64,
}

/// What is expected if the weeks to come are like those behind.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct QueueToCome {
    /// How many weeks behind were gone by.
    pub weeks_used: i32,
    /// How many come and leave in a week, on average.
    pub came: f64,
    pub went: f64,
    /// Days that one who comes now waits if as many leave as have left; absent when nobody leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_days: Option<f64>,
    pub ahead: Vec<ForecastWeek>,
    pub checked: QueueChecked,
}

/// How many are expected to wait; 80 of 100 such intervals hold what comes.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ForecastWeek {
    /// Weeks from now.
    pub weeks: i32,
    pub expected: f64,
    pub low80: i64,
    pub high80: i64,
}

/// How the same forecast would have held here before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct QueueChecked {
    /// How many weeks ahead was looked.
    pub weeks: i32,
    pub tried: i64,
    pub within: i64,
}
