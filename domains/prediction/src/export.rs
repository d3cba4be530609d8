//! Data for training a model: features and what happened after, of those who live, are of the ages asked for and have not said no. Rows are
//! named by random keys of this export alone, and nothing ties them to anybody. Whoever takes them says who they are and why.

use std::fmt::Write;

use chrono::NaiveDate;
use kernel::Problem;
use rules::{Feature, FeatureHow, Features};
use serde::{Deserialize, Serialize};
use trust::Gate;

use crate::answer::words;
use crate::count::{Whose, features, window};
use crate::model::PredictionActKind;
use crate::switch::{NewAct, keep};
use crate::{Error, PredictionRoom};

/// What is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Training {
    /// Keys of the rules' features, in the order of the columns.
    pub features: Vec<String>,
    /// The feature that tells what happened afterwards.
    pub outcome: String,
    /// What was known by the end of this day is told.
    pub day: NaiveDate,
    pub age_from: u32,
    pub age_to: u32,
    /// Who takes them and why, as it is kept.
    pub by: String,
    pub reason: String,
}

impl PredictionRoom {
    /// The table as CSV: `row`, the features, the outcome. It is logged for every client whose row it has, and kept among the acts.
    ///
    /// # Errors
    /// Field errors: a feature that is not there or is of another register than the others, an outcome that is not over yet.
    pub async fn export(&self, gate: &Gate, asked: &Training) -> Result<String, Problem> {
        Ok(export(self, gate, asked).await?)
    }
}

fn known<'s>(set: &'s Features, key: &str, ahead: bool) -> Option<&'s Feature> {
    set.feature(key).filter(|one| one.ahead.is_some() == ahead)
}

async fn export(room: &PredictionRoom, gate: &Gate, asked: &Training) -> Result<String, Error> {
    let by = words("/by", &asked.by, 100)?;
    let reason = words("/reason", &asked.reason, 500)?;
    let rules = room.rules.now();
    let set = rules.features.on(gate.ctx().today());
    let mut columns: Vec<&Feature> = Vec::with_capacity(asked.features.len() + 1);
    for key in &asked.features {
        columns.push(known(&set.body, key, false).ok_or_else(|| Error::field("/features", "not_in_list"))?);
    }
    let outcome = known(&set.body, &asked.outcome, true).ok_or_else(|| Error::field("/outcome", "not_in_list"))?;
    if columns.is_empty() {
        return Err(Error::field("/features", "required"));
    }
    let other = |one: &&Feature| one.how != FeatureHow::Age && one.register != outcome.register;
    if columns.iter().any(|one| other(one)) {
        return Err(Error::field("/features", "other_register"));
    }
    if window(outcome, asked.day).1 > gate.ctx().now() {
        return Err(Error::field("/day", "not_over"));
    }
    columns.push(outcome);
    let job = gate.job("prediction.training.export", "prediction_training", None);
    let whose = Whose::All { age_from: asked.age_from, age_to: asked.age_to };
    let unrestricted = job.unrestricted_sql_of_clients("s");
    let found = features(job.reader(), &room.sources, &columns, whose, asked.day, &unrestricted).await?;
    let mut clients = Vec::with_capacity(found.len());
    // By random keys the rows stand in another order than the clients do.
    let mut rows: Vec<(String, String)> = Vec::with_capacity(found.len());
    for (client, values) in found {
        let Some(values) = values.into_iter().collect::<Option<Vec<_>>>() else { continue };
        let mut line = String::new();
        for one in values {
            let _ = write!(line, ",{}", one.value);
        }
        clients.push(kernel::ClientId(client));
        rows.push((gate.ctx().secret::<8>().iter().map(|byte| format!("{byte:02x}")).collect(), line));
    }
    rows.sort_unstable();
    let mut text = String::from("row");
    for one in &columns {
        let _ = write!(text, ",{}", one.key);
    }
    text.push('\n');
    for (id, line) in &rows {
        let _ = writeln!(text, "{id}{line}");
    }
    let mut work = job.begin().await?;
    work.touched(&clients);
    let rows = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    keep(&mut work, NewAct { act: PredictionActKind::Exported, model: None, reason: &reason, by: (None, &by), rows: Some(rows) }).await?;
    work.commit().await?;
    Ok(text)
}
