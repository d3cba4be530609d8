use chrono::{DateTime, Utc};
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
