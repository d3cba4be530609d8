use chrono::NaiveDate;
use kernel::Text;
use serde::{Deserialize, Serialize};

use super::DemandService;

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ForecastQuery {
    /// `emergency_visit` when absent.
    #[param(inline)]
    pub service: Option<DemandService>,
}

/// What is expected of a service, and how well it was forecast before.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ForecastPage {
    pub service: DemandService,
    /// The day of the newest forecast; absent when none has been made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_on: Option<NaiveDate>,
    /// The last day that has been counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_to: Option<NaiveDate>,
    /// The county first, then areas with the most.
    pub areas: Vec<ForecastArea>,
    /// Numbers below this are not told.
    pub least: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ForecastArea {
    /// A municipality's code, or `all`.
    pub area: String,
    /// The municipality's name; absent of the county.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Four weeks gone by, as they were forecast last before each, and four to come.
    pub days: Vec<ForecastDay>,
    pub checked: ForecastChecked,
    /// Expected a day on the average of the four weeks to come.
    pub mean: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ForecastDay {
    pub on: NaiveDate,
    pub expected: f64,
    pub low80: i32,
    pub high80: i32,
    pub low95: i32,
    pub high95: i32,
    /// What came; absent before it is counted, and when too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came: Option<i32>,
    pub few: bool,
}

/// How often what came was within the intervals, over half a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ForecastChecked {
    /// Days checked; a day counts once for each forecast made of it.
    pub days: u32,
    /// Of which by trials afterwards, from what was known then.
    pub tried: u32,
    /// The share within the 80 per cent interval, 0–1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in80: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in95: Option<f64>,
}

/// A need and the places there are for it.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CapacityQuery {
    /// Arrivals a day on the average.
    pub arrivals: f64,
    /// Days each takes a place on the average; a visit of an hour in a day of eight is 0.125.
    pub length: f64,
    pub places: u32,
    /// The share, 0–1, that may find no place or wait; 0.05 when absent.
    pub share: Option<f64>,
}

/// What the places come to.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Capacity {
    /// Places in use on the average if there were always enough.
    pub load: f64,
    /// The share that finds no place, when nobody waits.
    pub turned_away: f64,
    /// The share that waits; absent when the queue grows without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits: Option<f64>,
    /// Days that everybody waits on the average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_wait_days: Option<f64>,
    pub share: f64,
    /// Places with which no more than the share finds none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed_without_waiting: Option<u32>,
    /// Places with which no more than the share waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed_with_waiting: Option<u32>,
}
