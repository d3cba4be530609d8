//! `punos rules`: what the screens of rules do, for scripts and for a file kept in version control.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Subcommand;
use kernel::Problem;
use rulekeeping::{CheckText, NewVersion, check, history, overview, put, text_of};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::orders::order;
use super::{Common, Done, Fault};
use crate::control::Order;
use crate::node::Node;

#[derive(Subcommand)]
pub enum Rules {
    /// The kinds of rules with what is in force and planned
    List,
    /// A kind's text in force, or of a named version; with --history its versions
    Show {
        /// routing, deadlines, lenses, grounds or needs
        kind: String,
        /// A version by its name, such as 1.2
        #[arg(long = "name", value_name = "NAME")]
        name: Option<String>,
        #[arg(long, conflicts_with = "name")]
        history: bool,
    },
    /// Check a file: every fault with its line; exit code 1 when it does not hold
    Check {
        file: PathBuf,
        /// Check against the shipped rules only, without a database: teams of the county are not known then
        #[arg(long)]
        offline: bool,
    },
    /// Put a file in force as a new version, without a restart
    Put {
        file: PathBuf,
        /// Why; kept in the history
        #[arg(long)]
        why: String,
        /// First day it is used; the file's own, or today when that has passed
        #[arg(long, value_name = "DATE")]
        valid_from: Option<NaiveDate>,
        /// The shipped version it now rests on, after comparing with a newer one
        #[arg(long, value_name = "NAME")]
        base: Option<String>,
        /// Refuse when the kind's revision is another (see `list`): someone has changed it since
        #[arg(long, value_name = "N")]
        revision: Option<i32>,
    },
}

/// What is asked of the node.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RulesOrder {
    List,
    Show { kind: String, version: Option<String>, history: bool },
    Check { text: String },
    Put { text: String, why: String, valid_from: Option<NaiveDate>, base: Option<String>, revision: Option<i32> },
}

impl RulesOrder {
    pub async fn run(&self, node: &Node) -> Result<Value, Problem> {
        let gate = &node.gate;
        let (conn, now) = (gate.db().reference(), gate.ctx().now());
        let whole = |value: Result<Value, serde_json::Error>| value.map_err(|_| Problem::internal());
        Ok(match self {
            Self::List => json!({ "kinds": overview(&conn, now).await? }),
            Self::Show { kind, history: true, .. } => whole(serde_json::to_value(history(&conn, kind, now).await?))?,
            Self::Show { kind, version, .. } => whole(serde_json::to_value(text_of(&conn, kind, version.as_deref(), now).await?))?,
            Self::Check { text } => {
                let input = CheckText { text: text.clone(), valid_from: None };
                whole(serde_json::to_value(check(&conn, None, &input, now).await?))?
            }
            Self::Put { text, why, valid_from, base, revision } => {
                // Faults are the answer, so that each is told with its line.
                let checked = check(&conn, None, &CheckText { text: text.clone(), valid_from: *valid_from }, now).await?;
                let Some(kind) = kind_of(text).filter(|_| checked.holds) else {
                    return whole(serde_json::to_value(checked));
                };
                let seen = match revision {
                    Some(revision) => *revision,
                    None => history(&conn, &kind, now).await?.revision,
                };
                let work = gate.job("rules.put", "administration", None).begin().await?;
                let new = NewVersion { text: text.clone(), why: why.clone(), valid_from: *valid_from, base: base.clone() };
                let made = put(&work, &kind, seen, &new).await?;
                work.commit().await?;
                if let Err(error) = rulekeeping::refresh(gate, &node.rules).await {
                    tracing::error!(%error, "the rules could not be read anew; the next turn does it");
                }
                let mut answer = whole(serde_json::to_value(&made.version))?;
                if let Some(object) = answer.as_object_mut() {
                    object.insert("kind".into(), json!(kind));
                    object.insert("holds".into(), json!(true));
                    object.insert("revision".into(), json!(made.revision));
                }
                answer
            }
        })
    }
}

fn kind_of(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Head {
        kind: String,
    }
    rules::head::<Head>(text).map(|head| head.kind)
}

fn read(file: &PathBuf) -> Result<String, Fault> {
    std::fs::read_to_string(file).map_err(|error| Fault::Usage(format!("{}: {error}", file.display())))
}

impl Rules {
    pub async fn run(self, common: &Common) -> Done {
        let (file, answer) = match &self {
            Self::List => (None, order(common, &Order::Rules(RulesOrder::List)).await?),
            Self::Show { kind, name, history } => {
                let show = RulesOrder::Show { kind: kind.clone(), version: name.clone(), history: *history };
                (None, order(common, &Order::Rules(show)).await?)
            }
            Self::Check { file, offline: true } => (Some(file), offline(&read(file)?)),
            Self::Check { file, offline: false } => {
                (Some(file), order(common, &Order::Rules(RulesOrder::Check { text: read(file)? })).await?)
            }
            Self::Put { file, why, valid_from, base, revision } => {
                let put = RulesOrder::Put {
                    text: read(file)?,
                    why: why.clone(),
                    valid_from: *valid_from,
                    base: base.clone(),
                    revision: *revision,
                };
                (Some(file), order(common, &Order::Rules(put)).await?)
            }
        };
        let holds = answer.get("holds").is_none_or(|holds| *holds == json!(true));
        if common.json {
            say!("{answer}");
        } else {
            self.print(file, &answer);
        }
        Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn print(&self, file: Option<&PathBuf>, answer: &Value) {
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or("–").to_owned();
        let list = |name: &str| answer.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let line = |version: &Value| {
            format!(
                "{:<10} {:<10} from {}  {}",
                text(version, "name"),
                text(version, "state"),
                text(version, "valid_from"),
                text(version, "why")
            )
        };
        match self {
            Self::List => {
                for kind in list("kinds") {
                    let none = Value::Null;
                    say!("{:<10} {}", text(&kind, "kind"), line(kind.get("in_force").unwrap_or(&none)));
                    if let Some(planned) = kind.get("planned") {
                        say!("{:<10} {}", "", line(planned));
                    }
                    if let Some(newer) = kind.get("newer_shipped") {
                        say!(
                            "{:<10} shipped version {} is newer than {}, the base of yours: compare",
                            "",
                            text(newer, "name"),
                            text(newer, "base")
                        );
                    }
                }
            }
            Self::Show { history: true, .. } => list("versions").iter().for_each(|version| say!("{}", line(version))),
            Self::Show { .. } => say!("{}", text(answer, "text").trim_end()),
            Self::Check { .. } | Self::Put { .. } => {
                for fault in list("faults") {
                    let number = |name: &str| fault.get(name).and_then(Value::as_u64).unwrap_or(1);
                    // A fault that the text causes in another kind's file is told there.
                    let own = text(&fault, "file") == "candidate";
                    let place = file.filter(|_| own).map_or_else(|| text(&fault, "file"), |file| file.display().to_string());
                    let rule = fault.get("rule").and_then(Value::as_str).map(|rule| format!(" rule `{rule}`,")).unwrap_or_default();
                    let field = fault.get("field").and_then(Value::as_str).map(|field| format!(" `{field}`")).unwrap_or_default();
                    let problem = text(&fault, "problem");
                    eprintln!("{place}:{}:{}:{rule}{field} {problem}", number("line"), number("column"));
                }
                match self {
                    Self::Put { .. } if answer.get("name").is_some() => {
                        say!("{} {} is kept and used from {} on.", text(answer, "kind"), text(answer, "name"), text(answer, "valid_from"));
                    }
                    _ if list("faults").is_empty() => say!("The rules hold."),
                    _ => {}
                }
            }
        }
    }
}

/// A check that knows the shipped rules only.
fn offline(text: &str) -> Value {
    let against =
        rules::Against { kind: None, others: rules::Rules::shipped_files(), teams: None, municipality: Some(people::municipality::known) };
    match rules::Candidate::check(text, &against) {
        Ok(candidate) => json!({ "holds": true, "faults": [], "valid_from": candidate.valid_from }),
        Err(faults) => json!({ "holds": false, "faults": faults.0 }),
    }
}
