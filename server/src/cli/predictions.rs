//! `punos predictions`: data for training models; and who computes them. See `docs/guides/predictions.md`.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use kernel::Problem;
use prediction::{PredictionRoom, Predictor, Training};
use serde_json::{Value, json};

use super::orders::order;
use super::{Common, Done, Fault};
use crate::app::COUNTED;
use crate::control::Order;
use crate::node::Node;

/// The program that computes prediction models. Without it no predictions are made, and the screens say so.
#[derive(Args, Clone, Debug)]
pub struct PredictorArgs {
    /// The program `punos-predictor`
    #[arg(long, env = "PUNOS_PREDICTOR", value_name = "PROGRAM", help_heading = "Predictions")]
    predictor: Option<PathBuf>,
    /// The folder of models: NAME/model.onnx and NAME/card.toml
    #[arg(long, env = "PUNOS_MODELS", value_name = "DIR", default_value = "models", help_heading = "Predictions")]
    models: PathBuf,
}

impl PredictorArgs {
    pub fn predictor(&self) -> Result<Predictor, Fault> {
        let Some(program) = &self.predictor else { return Ok(Predictor::default()) };
        if !self.models.is_dir() {
            return Err(Fault::Usage(format!("--models: {} is no folder", self.models.display())));
        }
        Ok(Predictor::new(program.clone(), self.models.clone()))
    }
}

#[derive(Subcommand)]
pub enum Predictions {
    /// Write features and what happened after as CSV to standard output: no names, random row keys; every client's log tells of it
    Export(Export),
}

#[derive(Args, Clone, Debug)]
pub struct Export {
    /// Keys of features, in the order of the columns (rules/features.toml)
    #[arg(long, value_delimiter = ',', required = true, value_name = "KEYS")]
    features: Vec<String>,
    /// The feature that tells what happened afterwards
    #[arg(long, value_name = "KEY")]
    outcome: String,
    /// What was known by the end of this day is told, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    day: NaiveDate,
    /// Of these ages on the day
    #[arg(long, default_value_t = 18, value_name = "YEARS")]
    age_from: u32,
    #[arg(long, default_value_t = 120, value_name = "YEARS")]
    age_to: u32,
    /// Who takes the data
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why, as it is kept with the act
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// As an order to a running node.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct TrainingOrder(Training);

impl Predictions {
    pub async fn run(self, common: &Common) -> Done {
        let Predictions::Export(asked) = self;
        let training = Training {
            features: asked.features,
            outcome: asked.outcome,
            day: asked.day,
            age_from: asked.age_from,
            age_to: asked.age_to,
            by: asked.by,
            reason: asked.reason,
        };
        let answer = order(common, &Order::Predictions(TrainingOrder(training))).await?;
        if common.json {
            say!("{answer}");
        } else {
            use std::io::Write;
            let _ = std::io::stdout().write_all(answer["csv"].as_str().unwrap_or_default().as_bytes());
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl TrainingOrder {
    pub async fn run(&self, node: &Node) -> Result<Value, Problem> {
        let csv = PredictionRoom::new(node.rules.clone(), COUNTED).export(&node.gate, &self.0).await?;
        Ok(json!({ "csv": csv }))
    }
}
