//! A model's card: what it is for, what it was made of, whose it is, for how long it holds, on what ground it is used, and with which
//! groups it was tried. The predictor reads it and says what is wrong; what the features of the rules forbid is looked at here.

use chrono::NaiveDate;
use kernel::{Register, ServiceTask, Text};
use rules::{FeatureHow, Features};
use serde::{Deserialize, Serialize};

/// A model of the folder.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// Its folder.
    pub name: String,
    pub card: Option<Card>,
    pub problems: Vec<CardFault>,
}

impl Model {
    /// Nothing is wrong with it.
    pub fn whole(&self) -> Option<&Card> {
        self.card.as_ref().filter(|_| self.problems.is_empty())
    }
}

/// What is wrong with a model: a code the screens have words for, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PredictionFault)]
pub struct CardFault {
    pub code: String,
    pub what: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PredictionCard)]
pub struct Card {
    /// The folder's name.
    pub name: String,
    pub version: String,
    pub label: Text,
    pub purpose: Text,
    /// The same to the client, plainly.
    pub plain: Text,
    /// What it was trained on.
    pub data: Text,
    /// What it does not tell, and what not to do with it.
    pub limits: Text,
    pub owner: String,
    /// The ground for using it, and its law.
    pub ground: Text,
    pub law: String,
    pub register: Register,
    pub service_task: ServiceTask,
    pub trained_on: NaiveDate,
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
    /// SHA-256 of `model.onnx`, in hexadecimal.
    pub sha256: String,
    /// It is of clients of these ages, in years.
    pub age_from: u32,
    pub age_to: u32,
    /// What it is told, in its order.
    pub features: Vec<String>,
    /// The client that others are compared with: a value of each feature.
    pub reference: Vec<f64>,
    /// The feature that tells what happened, how much of it counts, and the same in words.
    pub outcome: String,
    pub outcome_least: i32,
    pub outcome_words: Text,
    /// From this on it is raised, 0–1.
    pub threshold: f64,
    pub bands: Vec<CardBand>,
    /// What it was tried with, apart from what it was trained on.
    pub tested: CardTested,
    pub groups: Vec<CardGroup>,
    /// How the features were in training.
    pub bins: Vec<CardBins>,
}

/// A range of the prediction: from the one before until below `below`; the last one has 1.01 or more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PredictionBand)]
pub struct CardBand {
    pub code: String,
    pub below: f64,
    pub label: Text,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PredictionTested)]
pub struct CardTested {
    pub n: i64,
    pub happened: i64,
    pub brier: f64,
    /// The area under the ROC curve, 0.5–1.
    pub auc: f64,
}

/// One group it was tried with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PredictionTestedGroup)]
pub struct CardGroup {
    pub label: Text,
    pub n: i64,
    /// Mean of what was predicted, and the share of whom it happened to.
    pub predicted: f64,
    pub happened: f64,
}

/// Shares of a feature's values in training: below the first edge, between edges, from the last edge on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PredictionBins)]
pub struct CardBins {
    pub feature: String,
    pub edges: Vec<f64>,
    pub shares: Vec<f64>,
}

impl Card {
    pub fn band(&self, value: f64) -> Option<&CardBand> {
        self.bands.iter().find(|band| value < band.below)
    }

    /// Which bin of training a value falls into; -1 of a feature without bins.
    pub fn bin(&self, feature: &str, value: f64) -> i32 {
        let of = |bins: &CardBins| bins.edges.iter().filter(|edge| value >= **edge).count();
        self.bins.iter().find(|bins| bins.feature == feature).and_then(|bins| i32::try_from(of(bins)).ok()).unwrap_or(-1)
    }
}

/// What the rules do not let: a model is told data of its own register alone, and what it is told is counted in the same.
pub(crate) fn own_faults(card: &Card, features: &Features) -> Vec<CardFault> {
    let named = card.features.iter().chain([&card.outcome]);
    let of_another =
        |key: &&String| features.feature(key).is_some_and(|one| one.how != FeatureHow::Age && one.register != Some(card.register));
    named.filter(of_another).map(|key| CardFault { code: "other_register".into(), what: key.clone() }).collect()
}
