use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ServiceTask, Text};
use people::IdentityCard;
use rules::{FigureBetter, FigureLevel, FigureUnit, Mark};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::period::FigurePeriod;

/// Whose figures, and of how long a stretch.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FigureQuery {
    /// `own` or `team`; `team` when absent.
    #[param(inline)]
    pub level: Option<FigureLevel>,
    /// `month` when absent.
    #[param(inline)]
    pub period: Option<FigurePeriod>,
    /// One of one's own teams; all of them when absent.
    pub team_id: Option<Uuid>,
}

/// As [`FigureQuery`], of what one figure is made of.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FigureRowsQuery {
    #[param(inline)]
    pub level: Option<FigureLevel>,
    #[param(inline)]
    pub period: Option<FigurePeriod>,
    pub team_id: Option<Uuid>,
    /// Pages gone by.
    pub page: Option<u32>,
}

/// A service's figures, or the whole county's.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountyFigureQuery {
    #[param(inline)]
    pub period: Option<FigurePeriod>,
    /// The whole county when absent.
    #[param(inline)]
    pub service_task: Option<ServiceTask>,
}

/// The figures of a level.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FigureBoard {
    pub level: FigureLevel,
    pub period: FigurePeriod,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_task: Option<ServiceTask>,
    /// The levels the viewer may ask for.
    pub levels: Vec<FigureLevel>,
    /// The viewer's teams.
    pub teams: Vec<FigureTeam>,
    /// When they were counted; absent when they have not been yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_at: Option<DateTime<Utc>>,
    pub rules_version: String,
    /// Numbers below this are not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    pub figures: Vec<FigureSeen>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FigureTeam {
    pub id: Uuid,
    pub name: String,
}

/// One figure with where it comes from.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FigureSeen {
    pub code: String,
    pub name: Text,
    pub about: Text,
    pub unit: FigureUnit,
    pub better: FigureBetter,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    pub law: String,
    pub mark: Mark,
    /// The stretches, oldest first; the last ends today.
    pub points: Vec<FigurePoint>,
}

/// A figure of one stretch.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct FigurePoint {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Absent when there was nothing to make it of, and when it is too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// It is made of so few that it is not told.
    pub few: bool,
    /// Of how many rows; absent when too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
}

/// What one's own or one's team's figure is made of.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FigureRows {
    pub code: String,
    pub name: Text,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// How many rows the figure is made of.
    pub total: i64,
    /// Of which this many are not shown to the viewer one by one: their processing is restricted.
    pub hidden: i64,
    pub items: Vec<FigureRow>,
    /// The next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FigureRow {
    /// What it is, as links name it: matter | alert | request | appointment | goal | choice.
    pub item: String,
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
    /// The day it began or happened; of a time limit its last day.
    pub on: NaiveDate,
    /// Days waited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waited_days: Option<i64>,
    /// Whether what was to be came true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
}

/// What a county's figure is made of: teams, nobody in them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FigureParts {
    pub code: String,
    pub name: Text,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub unit: FigureUnit,
    pub parts: Vec<FigurePart>,
    /// Some parts are not told, lest one could be counted out of the rest.
    pub left_out: bool,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FigurePart {
    /// Absent for what no team here holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<FigureTeam>,
    pub service_task: ServiceTask,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    pub few: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// The viewer's own: it opens to its rows.
    pub own: bool,
}
