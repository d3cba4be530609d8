use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{Register, ServiceTask, Text, codes};
use people::PersonRef;
use rules::{BandSeverity, BandSex, Dimension, Mark, MeasureDefinition, ReadingUse};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

codes! {
    /// Whose estimate or measurement it is.
    MeasurementOrigin { Own => "self", CloseOne => "close_one", Professional => "professional", Device => "device" }
}

codes! {
    /// Why a measurement was corrected or withdrawn.
    MeasurementEndReason {
        WrongValue => "wrong_value", WrongClient => "wrong_client", WrongTime => "wrong_time", Unreliable => "unreliable", Other => "other",
    }
}

codes! {
    /// How a measurement came to an end.
    MeasurementEnd { Corrected => "corrected", Withdrawn => "withdrawn" }
}

codes! {
    /// What became of a score since the one before, of the same origin.
    ScoreChange {
        Better => "better", Worse => "worse", Higher => "higher", Lower => "lower",
        /// There is a difference, but no larger than an error of measurement.
        WithinError => "within_error",
        Same => "same",
    }
}

/// What was answered to an item: a number, the code of a choice, words, or `unable` where the person was not able to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum MeasureAnswer {
    Number(f64),
    Word(String),
}

/// The answers of one round of the items, by the items' codes.
pub type Answers = BTreeMap<String, MeasureAnswer>;

/// What a score is to be counted of.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureAnswers {
    pub measure: String,
    /// One round; of goals, one for each.
    pub rows: Vec<BTreeMap<String, MeasureAnswer>>,
    /// Of whom, when the limits differ by sex.
    #[serde(default)]
    pub sex: Option<BandSex>,
}

/// A score and what it means.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ScoreSeen {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<BandSeen>,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BandSeen {
    pub code: String,
    pub label: Text,
    pub severity: BandSeverity,
}

/// A measurement to be kept. The node counts the score.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeasurement {
    pub measure: String,
    /// One round of the items; of goals, one for each.
    pub rows: Vec<BTreeMap<String, MeasureAnswer>>,
    /// When it was measured; now, when left out.
    #[serde(default)]
    pub measured_at: Option<DateTime<Utc>>,
    pub origin: MeasurementOrigin,
    #[serde(default)]
    pub note: Option<String>,
    /// Of a professional: the task it is made in; the first of those that are theirs, when left out.
    #[serde(default)]
    pub service_task: Option<ServiceTask>,
}

/// What is to stand in the place of a measurement, and why.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementCorrection {
    pub rows: Vec<BTreeMap<String, MeasureAnswer>>,
    /// As it was, when left out.
    #[serde(default)]
    pub measured_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub note: Option<String>,
    pub reason: MeasurementEndReason,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementWithdrawal {
    pub reason: MeasurementEndReason,
}

/// What was kept.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MeasurementMade {
    pub id: Uuid,
    #[serde(flatten)]
    pub scored: ScoreSeen,
}

/// One measurement, in force or ended.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Measurement {
    pub id: Uuid,
    pub measure: String,
    /// Of the definition it was made with.
    pub measure_version: String,
    pub rules_version: String,
    pub rows: Vec<BTreeMap<String, MeasureAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<BandSeen>,
    pub origin: MeasurementOrigin,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub measured_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    /// The professional who recorded it; none for what came from the client's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PersonRef>,
    /// Recorded by one who acts for the client.
    pub by_another: bool,
    /// The one it takes the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<MeasurementEnded>,
    /// correct · withdraw
    pub permitted_actions: Vec<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MeasurementEnded {
    pub how: MeasurementEnd,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<MeasurementEndReason>,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
}

/// The latest of a measure from one origin, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LatestScore {
    /// None of what is counted from several measurements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<MeasurementOrigin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measurement_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<BandSeen>,
    pub measured_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<ChangeSeen>,
    /// What it means to each profession, the viewer's own first; none is told to the client's side.
    pub readings: Vec<ReadingSeen>,
}

/// What a result means to one profession.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ReadingSeen {
    pub profession: Text,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// problem | sizing | dose | outcome | ground
    pub read_as: ReadingUse,
    pub words: Text,
    pub source: String,
    pub mark: Mark,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ChangeSeen {
    pub change: ScoreChange,
    pub earlier: f64,
    pub earlier_at: DateTime<Utc>,
    /// Whether it is known how large an error of measurement can be.
    pub error_known: bool,
}

/// Where a client stands in one measure.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MeasureStanding {
    pub measure: String,
    pub dimension: Dimension,
    /// Newest first, one of each origin.
    pub latest: Vec<LatestScore>,
}

/// A place a professional may write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MeasurementPlace {
    pub register: Register,
    pub service_task: ServiceTask,
}

/// The client's functional ability.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientFunctioning {
    /// Version of the definitions in force.
    pub rules_version: String,
    /// Of the client, as far as the limits of a measure ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<BandSex>,
    /// The definitions in force, and those of what was measured before.
    pub measures: Vec<MeasureDefinition>,
    /// Codes of the measures the viewer can record today.
    pub recordable: Vec<String>,
    /// By dimension and in the order of the definitions.
    pub profile: Vec<MeasureStanding>,
    /// Newest first, in force and ended.
    pub measurements: Vec<Measurement>,
    /// More were made than are told.
    pub more: bool,
    /// Of a professional: where they may write; none when they may not.
    pub places: Vec<MeasurementPlace>,
    /// Whether it is another who looks for the client.
    pub for_another: bool,
}
