use chrono::NaiveDate;
use kernel::{ServiceTask, Text};
use people::PersonRef;
use rules::{FigureBetter, FigureUnit, Mark};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::held::{ChangeDifference, ChangeVerdict};
use super::span::ChangeSpan;
use crate::figure::model::{FigurePoint, FigureTeam};

/// A change made in how the work is done.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangeMark {
    pub id: Uuid,
    pub version: i32,
    pub name: String,
    /// What was done differently.
    pub about: String,
    pub happened_on: NaiveDate,
    /// Whose work changed; the whole county's when both are absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<FigureTeam>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_task: Option<ServiceTask>,
    pub made_by: PersonRef,
    /// Removed; it can be brought back.
    pub removed: bool,
    /// change | remove | restore
    #[schema(value_type = Vec<String>)]
    pub permitted_actions: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewChangeMark {
    pub name: String,
    pub about: String,
    pub happened_on: NaiveDate,
    pub team_id: Option<Uuid>,
    pub service_task: Option<ServiceTask>,
}

/// Changes, the newest first, with what they can be measured by and whose work may be marked.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangeMarks {
    pub changes: Vec<ChangeMark>,
    pub figures: Vec<ChangeFigure>,
    /// Teams whose work the viewer may mark a change in.
    pub teams: Vec<FigureTeam>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangeFigure {
    pub code: String,
    pub name: Text,
}

/// How far is looked.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeQuery {
    /// `twelve_weeks` when absent.
    #[param(inline)]
    pub span: Option<ChangeSpan>,
}

/// A figure before a change and after it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangeMeasure {
    pub code: String,
    pub name: Text,
    pub about: Text,
    pub unit: FigureUnit,
    /// The figure is how many happened: it is told by the week.
    pub weekly: bool,
    pub better: FigureBetter,
    pub law: String,
    pub mark: Mark,
    pub rules_version: String,
    /// What is made of fewer is not told.
    pub least: i64,
    /// Those the change touched.
    pub here: ChangeHeld,
    /// The same weeks a year before, where the change had not been.
    pub year_before: ChangeHeld,
    /// Those it did not touch: the other teams of the service, or the other services. Absent of a change of the whole county.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<ChangeHeld>,
    /// Stretches of both sides, the oldest first; those from the day of the change on are after it.
    pub points: Vec<FigurePoint>,
}

/// Before held beside after.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangeHeld {
    pub before: ChangeSide,
    /// Absent while no stretch after the change is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<ChangeSide>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<ChangeDifference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<ChangeVerdict>,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangeSide {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Absent when there is nothing to make it of, and when that is too few to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Of how many; absent when too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    pub few: bool,
}
