use chrono::NaiveDate;
use functioning::ScoreChange;
use kernel::{Register, Text, codes};
use rules::{Mark, StoryPart};
use serde::Serialize;
use utoipa::ToSchema;

use crate::telling::StoryVoice;
use crate::things::StoryItem;

codes! {
    /// What use is counted of.
    ConsequenceUseKind { Emergency => "emergency", WardDays => "ward_days" }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ConsequenceValue {
    pub value: f64,
    pub on: NaiveDate,
}

/// A measure before and after, by the same side.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ConsequenceMeasure {
    pub measure: String,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub voice: StoryVoice,
    pub before: ConsequenceValue,
    pub after: ConsequenceValue,
    pub change: ScoreChange,
    /// What was becoming of it before the act: from the measurement before the last one to the last one before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<ScoreChange>,
    /// The smallest change that is more than an error of measurement; none: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
}

/// Use of services in as many days before and after, and in as many before those.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConsequenceUse {
    pub kind: ConsequenceUseKind,
    pub days: i64,
    pub earlier: i64,
    pub before: i64,
    pub after: i64,
}

/// Goals looked at together afterwards, each by its newest word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConsequenceGoals {
    pub reached: usize,
    pub going: usize,
    pub given_up: usize,
}

/// Something that was begun or done, and what came after.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ConsequenceAct {
    pub part: StoryPart,
    pub on: NaiveDate,
    pub sentence: Text,
    pub place: StoryItem,
    pub measures: Vec<ConsequenceMeasure>,
    /// Empty before enough days have passed; then `uses_from` says when.
    pub uses: Vec<ConsequenceUse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses_from: Option<NaiveDate>,
    pub goals: ConsequenceGoals,
    /// How many other acts began within the same time: what came after may have come of them.
    pub others: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientConsequences {
    /// The newest first.
    pub acts: Vec<ConsequenceAct>,
    /// What the figures are not.
    pub caution: Text,
    pub mark: Mark,
    pub registers_open: Vec<Register>,
    pub others_may_hold: bool,
    pub rules_version: String,
}
