use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, Text, codes};
use people::organisation::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::card::{Card, CardFault};

codes! {
    /// What a professional says of a prediction.
    PredictionUse { Helped => "helped", NotHelped => "not_helped", Doubted => "doubted" }
}

codes! {
    /// Whether a model can be asked.
    PredictionModelState {
        Ready => "ready",
        /// All are switched off.
        AllOff => "all_off",
        Off => "off",
        /// Something is wrong with it or its card.
        Faulty => "faulty",
    }
}

codes! {
    /// Whether predictions can be made of the client.
    PredictionsState {
        On => "on",
        AllOff => "all_off",
        /// The node has no program that computes them.
        NotSetUp => "not_set_up",
        /// It does not answer.
        Failed => "failed",
        /// The client has said no.
        Objected => "objected",
    }
}

/// What of a prediction's making a feature did.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionPart {
    pub feature: String,
    pub label: Text,
    pub unit: Text,
    pub value: f64,
    /// There was none: the value is the one the rules give instead.
    pub missing: bool,
    /// By how much it moved the prediction from where the client of reference is, in log-odds: above 0 upwards.
    pub moved: f64,
}

/// What a professional said of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionAnswer {
    pub answer: PredictionUse,
    /// What was decided, and why; in the professional's own words.
    pub decided: String,
    pub why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    pub at: DateTime<Utc>,
}

/// A prediction.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionSeen {
    pub id: Uuid,
    pub version: i32,
    pub model: String,
    pub model_version: String,
    pub label: Text,
    /// What is predicted, in words.
    pub outcome_words: Text,
    /// 0–1.
    pub value: f64,
    /// The range of the card it falls into.
    pub band: Text,
    /// At the card's threshold or above it.
    pub raised: bool,
    /// What was known by the end of this day was used; what comes is looked at until before `until_on`.
    pub on_day: NaiveDate,
    pub until_on: NaiveDate,
    pub features_version: String,
    pub made_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<PersonRef>,
    /// What moved it most first.
    pub parts: Vec<PredictionPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<PredictionAnswer>,
    /// Answers that another took the place of, the newest first.
    pub former: Vec<PredictionAnswer>,
}

/// A model that can be asked of the client, and what it has said.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionClientModel {
    pub card: Card,
    pub state: PredictionModelState,
    /// The viewer may make and answer predictions where the model belongs; who only looks there by a permit may not.
    pub may_make: bool,
    /// The newest first.
    pub made: Vec<PredictionSeen>,
}

/// The section of predictions of one client.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientPredictions {
    pub state: PredictionsState,
    pub models: Vec<PredictionClientModel>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewPrediction {
    pub model: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewPredictionAnswer {
    pub answer: PredictionUse,
    /// 3–1,000 characters each.
    pub decided: String,
    pub why: String,
}

/// A prediction as the client is told of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnPrediction {
    pub id: Uuid,
    pub label: Text,
    pub plain: Text,
    pub owner: String,
    pub model_version: String,
    pub register: Register,
    pub value: f64,
    pub band: Text,
    pub on_day: NaiveDate,
    pub made_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<PersonRef>,
    pub parts: Vec<PredictionPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<PredictionAnswer>,
}

/// What has been predicted of oneself, and whether one has said no.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnPredictions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objected_at: Option<DateTime<Utc>>,
    pub predictions: Vec<OwnPrediction>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewPredictionObjection {
    /// Whether predictions are not to be made.
    pub objects: bool,
}

/// A model switched off or on, or all of them.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewPredictionSwitch {
    /// None: all.
    #[serde(default)]
    pub model: Option<String>,
    pub on: bool,
    /// 3–500 characters; no names.
    pub reason: String,
}

codes! {
    /// What was done with models.
    PredictionActKind { Off => "off", On => "on", Exported => "exported" }
}

/// What was done with models: switched, or data given out for training.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionAct {
    pub act: PredictionActKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    pub reason: String,
    pub by: String,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<i32>,
}

/// A tenth of the scale: of those of whom so much was predicted, how many it happened to.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionTenth {
    /// 0–9: from `tenth`/10 until below the next.
    pub tenth: i32,
    pub n: i64,
    pub predicted: f64,
    pub happened: f64,
}

/// How one feature is now beside how it was in training.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionDrift {
    pub feature: String,
    pub label: Text,
    /// Predictions of the last 30 days, ten at least.
    pub n: i64,
    /// Population stability index: 0 alike; above 0.25 no longer the same.
    pub psi: f64,
}

codes! {
    /// By what groups are told apart.
    PredictionGroupBy { Sex => "sex", Age => "age", Language => "language" }
}

/// One group. Those of fewer than ten are not told.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionGroup {
    pub by: PredictionGroupBy,
    /// female, male, under_65, from_65, from_80, fi, sv, other …
    pub group: String,
    pub n: i64,
    pub predicted: f64,
    pub happened: f64,
    /// Of those it happened to, the share who were not raised; none when it happened to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed: Option<f64>,
}

/// How many answered what.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionAnswers {
    pub answer: PredictionUse,
    pub n: i64,
}

/// One model with how it does.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionModel {
    pub name: String,
    pub state: PredictionModelState,
    /// It is switched on by itself, whatever holds for all.
    pub on: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    pub faults: Vec<CardFault>,
    /// Predictions of this version.
    pub made: i64,
    /// Those of them of which is known what happened.
    pub known: i64,
    /// Mean square of prediction and what happened: 0 is right every time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brier: Option<f64>,
    pub tenths: Vec<PredictionTenth>,
    pub drift: Vec<PredictionDrift>,
    pub groups: Vec<PredictionGroup>,
    /// Groups too small to be told.
    pub groups_small: i64,
    pub answers: Vec<PredictionAnswers>,
}

/// How all models do.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PredictionFollowUp {
    /// on, all_off, not_set_up or failed
    pub state: PredictionsState,
    pub models: Vec<PredictionModel>,
    /// The newest first, at most fifty.
    pub acts: Vec<PredictionAct>,
    /// Clients who have said no; none when there are fewer than ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objected: Option<i64>,
}
