use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ServiceTask, Text, codes};
use people::IdentityCard;
use rules::{Chain, ChainPlace, Mark};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::period::FlowPeriod;
use crate::reach::FlowTeam;

/// Whose map, and of how long a stretch.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcessMapQuery {
    /// One team; of one's own map all one's own teams when absent, of the county's all.
    pub team_id: Option<Uuid>,
    /// All of them when absent: the common chain is then the one beside.
    #[param(inline)]
    pub service_task: Option<ServiceTask>,
    /// `quarter` when absent.
    #[param(inline)]
    pub period: Option<FlowPeriod>,
}

/// The matters behind a way (`from` and `to`), or those that are in a step now (`step`).
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcessRowsQuery {
    pub team_id: Option<Uuid>,
    #[param(inline)]
    pub service_task: Option<ServiceTask>,
    #[param(inline)]
    pub period: Option<FlowPeriod>,
    #[param(inline)]
    pub from: Option<ChainPlace>,
    #[param(inline)]
    pub to: Option<ChainPlace>,
    #[param(inline)]
    pub step: Option<ChainPlace>,
    /// Pages gone by.
    pub page: Option<u32>,
}

codes! {
    /// How a way stands beside the chain.
    ProcessWay {
        /// It is meant to be gone, and was.
        Designed => "designed",
        /// It was gone and is not meant to be.
        Different => "different",
        /// It is meant to be gone, and was not.
        Unused => "unused",
        /// The matter went to another team within the step.
        HandOver => "hand_over",
    }
}

/// What really happened beside what is meant to happen.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProcessMap {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub period: FlowPeriod,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_task: Option<ServiceTask>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// The teams one may choose among.
    pub teams: Vec<FlowTeam>,
    pub chain: ProcessChain,
    /// In the order of the chain; places that are not of it come where they belong by nature.
    pub steps: Vec<ProcessStep>,
    pub edges: Vec<ProcessEdge>,
    /// Numbers below this are not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    pub counted_at: DateTime<Utc>,
}

/// The chain as it is meant to go.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProcessChain {
    pub code: String,
    pub name: Text,
    pub about: Text,
    pub law: String,
    pub mark: Mark,
    pub rules_version: String,
}

impl ProcessChain {
    pub fn of(chain: &Chain, rules_version: &str) -> Self {
        Self {
            code: chain.code.clone(),
            name: chain.name.clone(),
            about: chain.about.clone(),
            law: chain.law.clone(),
            mark: chain.mark,
            rules_version: rules_version.to_owned(),
        }
    }
}

/// A place where matters stay.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ProcessStep {
    pub step: ChainPlace,
    /// It is a step of the chain.
    pub designed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// How many left it within the stretch; absent when too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
    /// Days they had been in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90_days: Option<i64>,
    /// Of them this many had been in it longer than the chain says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_target: Option<i64>,
    /// Of them this many had been in it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<i64>,
    /// How many are in it now; absent when too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
    /// Of the days those in it now have been in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now_median_days: Option<f64>,
}

/// A way from a place to another.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ProcessEdge {
    pub from: ChainPlace,
    pub to: ChainPlace,
    pub way: ProcessWay,
    /// It goes back on the chain, or round in the same step.
    pub back: bool,
    /// How many went; absent when too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<i64>,
    pub few: bool,
    /// Days they had been in `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days: Option<f64>,
    /// Of them this many went to another team at the same time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed: Option<i64>,
}

/// The matters behind a step or a way.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProcessRows {
    /// How many the map counts.
    pub total: i64,
    /// Of which this many are not shown to the viewer: another team has them now, or their processing is restricted.
    pub hidden: i64,
    pub items: Vec<ProcessRow>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProcessRow {
    /// The matter.
    pub id: Uuid,
    pub number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    pub entered_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
    /// Days in the step, until today of what is there now.
    pub days: i64,
    /// Which time it is in the step.
    pub nth: i32,
    pub handed: bool,
}
