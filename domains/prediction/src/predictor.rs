//! The program that computes models: a process of its own, spoken to by lines of JSON on its standard input and output. It gets numbers
//! without names. One that dies, answers too late or otherwise than agreed is ended, and begun anew when it is asked the next time.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use rules::Features;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;

use crate::card::{Card, CardFault, Model, own_faults};

/// How long one answer may take.
const LIMIT: Duration = Duration::from_secs(2);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unavailable {
    /// The node was not told of such a program.
    NotSetUp,
    /// It did not start, died, or did not answer in time.
    Failed,
}

/// The way to the program.
#[derive(Clone, Default)]
pub struct Predictor(Option<Arc<Inner>>);

struct Inner {
    program: PathBuf,
    models: PathBuf,
    /// The process that runs; none before the first question and after a failure.
    line: Mutex<Option<Line>>,
}

struct Line {
    /// Ended when this is dropped.
    _child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

/// A model as the program tells it.
#[derive(Deserialize)]
struct Told {
    name: String,
    card: Value,
    problems: Vec<CardFault>,
}

impl Told {
    fn model(self, features: &Features) -> Model {
        let Self { name, card, mut problems } = self;
        // A word of the card that this program does not know is told, and the other models are as they are.
        let card: Option<Card> = match serde_json::from_value(card) {
            Ok(card) => card,
            Err(error) => {
                problems.push(CardFault { code: "card_unreadable".into(), what: error.to_string() });
                None
            }
        };
        problems.extend(card.iter().flat_map(|card| own_faults(card, features)));
        Model { name, card, problems }
    }
}

/// What a model says of one client.
#[derive(Debug, Deserialize)]
pub(crate) struct Predicted {
    /// 0–1.
    pub value: f64,
    /// By how much each feature moved it from where the client of reference is, in log-odds; in the model's order.
    pub moved: Vec<f64>,
}

impl Predictor {
    /// `program` with the folder of models it reads; nothing is started before it is asked.
    pub fn new(program: PathBuf, models: PathBuf) -> Self {
        Self(Some(Arc::new(Inner { program, models, line: Mutex::new(None) })))
    }

    /// Every model of the folder with its card and what is wrong with it on the day.
    pub(crate) async fn models(&self, features: &Features, on: NaiveDate) -> Result<Vec<Model>, Unavailable> {
        let told: Vec<Value> = features.features.iter().map(|one| json!({ "key": one.key, "outcome": one.ahead.is_some() })).collect();
        let answer = self.ask(&json!({ "ask": "models", "features": told, "on": on })).await?;
        let told: Vec<Told> = serde_json::from_value(answer["models"].clone()).map_err(|error| {
            tracing::error!(%error, "the predictor's models could not be read");
            Unavailable::Failed
        })?;
        Ok(told.into_iter().map(|one| one.model(features)).collect())
    }

    /// What the model says of one client. `digest`: of the file as its card was read, so that another model is never asked by its name.
    pub(crate) async fn predict(&self, model: &str, digest: &str, values: &[f64]) -> Result<Predicted, Unavailable> {
        let answer = self.ask(&json!({ "ask": "predict", "model": model, "digest": digest, "rows": [values] })).await?;
        let rows: Vec<Predicted> = serde_json::from_value(answer["rows"].clone()).unwrap_or_default();
        let fits = |one: &Predicted| {
            (0.0..=1.0).contains(&one.value) && one.moved.len() == values.len() && one.moved.iter().all(|by| by.is_finite())
        };
        rows.into_iter().next().filter(fits).ok_or_else(|| {
            tracing::error!(model, error = answer["error"].as_str().unwrap_or("no number"), "the predictor gave no prediction");
            Unavailable::Failed
        })
    }

    async fn ask(&self, what: &Value) -> Result<Value, Unavailable> {
        let inner = self.0.as_ref().ok_or(Unavailable::NotSetUp)?;
        let mut held = inner.line.lock().await;
        let text = format!("{what}\n");
        // A process that has died since it was last asked is noticed now: it is begun anew once.
        for again in [true, false] {
            // Taken out: if this is given up half-way, the process that is owed an answer goes with it.
            let line = match held.take() {
                Some(line) => Ok(line),
                None => inner.start(),
            };
            let told = match line {
                Ok(line) => tokio::time::timeout(LIMIT, line.exchange(&text)).await.unwrap_or_else(|_| Err("no answer in time".into())),
                Err(error) => Err(error),
            };
            match told {
                Ok((line, answer)) => {
                    *held = Some(line);
                    return Ok(answer);
                }
                Err(error) if !again => tracing::error!(%error, "the predictor does not answer"),
                Err(error) => tracing::warn!(%error, "the predictor is begun anew"),
            }
        }
        Err(Unavailable::Failed)
    }
}

impl Inner {
    fn start(&self) -> Result<Line, String> {
        let mut command = Command::new(&self.program);
        command.arg("--models").arg(&self.models).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.kill_on_drop(true).spawn().map_err(|error| error.to_string())?;
        let (to, from) = child.stdin.take().zip(child.stdout.take()).ok_or("no pipes")?;
        Ok(Line { _child: child, to, from: BufReader::new(from) })
    }
}

impl Line {
    async fn exchange(mut self, text: &str) -> Result<(Self, Value), String> {
        self.to.write_all(text.as_bytes()).await.map_err(|error| error.to_string())?;
        self.to.flush().await.map_err(|error| error.to_string())?;
        let mut answer = String::new();
        match self.from.read_line(&mut answer).await {
            Ok(0) => Err("it has ended".into()),
            Ok(_) => Ok((self, serde_json::from_str(&answer).map_err(|error| error.to_string())?)),
            Err(error) => Err(error.to_string()),
        }
    }
}
