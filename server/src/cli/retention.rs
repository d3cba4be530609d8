//! `punos retention`: reports of what is kept beyond its time, their approval, the proofs, and holds.

use std::process::ExitCode;

use clap::Subcommand;
use kernel::Problem;
use retention::{NewHold, RetentionError};
use serde_json::{Value, json};
use uuid::Uuid;

use super::orders::order;
use super::{Common, Done};
use crate::control::Order;
use crate::node::Node;

#[derive(Subcommand)]
pub enum Retention {
    /// Look what the rules would remove today, and keep the report; nothing is removed
    Plan,
    /// The latest runs with their states
    Runs,
    /// One run: its report before, its proof after
    Show { run: Uuid },
    /// Approve a report: what it names is removed at the node's next turn (within the hour), or by `punos retention run`
    Approve {
        run: Uuid,
        /// Who approves; the user of this machine by default
        #[arg(long, env = "USER", default_value = "operator", value_name = "NAME")]
        by: String,
    },
    /// Carry out what was approved, now
    Run,
    /// Keep everything of a client until further notice
    Hold {
        /// The client's id
        client: Uuid,
        /// Code or number of the case; no story, no names
        #[arg(long, value_name = "CODE")]
        ground: String,
    },
    /// Lift a hold
    Release { hold: Uuid },
    /// All holds
    Holds,
}

/// As an order to a running node.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionOrder {
    Plan,
    Runs,
    Show { run: Uuid },
    Approve { run: Uuid, by: String },
    Run,
    Hold { client: Uuid, ground: String },
    Release { hold: Uuid },
    Holds,
}

impl Retention {
    pub async fn run(self, common: &Common) -> Done {
        let what = match self {
            Retention::Plan => RetentionOrder::Plan,
            Retention::Runs => RetentionOrder::Runs,
            Retention::Show { run } => RetentionOrder::Show { run },
            Retention::Approve { run, by } => RetentionOrder::Approve { run, by },
            Retention::Run => RetentionOrder::Run,
            Retention::Hold { client, ground } => RetentionOrder::Hold { client, ground },
            Retention::Release { hold } => RetentionOrder::Release { hold },
            Retention::Holds => RetentionOrder::Holds,
        };
        let answer = order(common, &Order::Retention(what)).await?;
        if let Some(why) = answer.get("refused").and_then(Value::as_str) {
            if common.json {
                say!("{answer}");
            }
            eprintln!("punos: {why}");
            return Ok(ExitCode::FAILURE);
        }
        if common.json {
            say!("{answer}")
        } else {
            tell(&answer)
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl RetentionOrder {
    pub async fn run(&self, node: &Node) -> Result<Value, Problem> {
        match self.carry_out(node).await {
            Ok(answer) => Ok(answer),
            Err(RetentionError::Problem(problem)) => Err(problem),
            Err(RetentionError::Db(error)) => {
                tracing::error!(%error, "a retention order failed");
                Err(Problem::internal())
            }
            Err(refusal) => Ok(json!({ "refused": refusal.to_string() })),
        }
    }

    async fn carry_out(&self, node: &Node) -> Result<Value, RetentionError> {
        let gate = &node.gate;
        let current = node.rules.current();
        let rules = current.retention.on(gate.ctx().today());
        Ok(match self {
            Self::Plan => json!({ "run": retention::report(gate, rules).await? }),
            Self::Run => json!({ "run": retention::turn(gate, rules).await? }),
            Self::Runs => json!({ "runs": retention::runs(gate).await? }),
            Self::Show { run } => {
                let found = retention::runs(gate).await?.into_iter().find(|r| r.id == *run);
                json!({ "run": found.ok_or(RetentionError::NoRun)? })
            }
            Self::Approve { run, by } => {
                retention::approve(gate, *run, by).await?;
                json!({ "approved": run })
            }
            Self::Hold { client, ground } => json!({ "hold": retention::hold(gate, NewHold { client: *client, ground }).await? }),
            Self::Release { hold } => {
                retention::release(gate, *hold).await?;
                json!({ "released": hold })
            }
            Self::Holds => json!({ "holds": retention::holds(gate).await? }),
        })
    }
}

fn tell(answer: &Value) {
    let text = |v: &Value, name: &str| v.get(name).and_then(Value::as_str).unwrap_or("–").to_owned();
    for run in answer.get("runs").and_then(Value::as_array).into_iter().flatten() {
        say!("{}  {:<9} rules {}  {}", text(run, "id"), text(run, "state"), text(run, "rules_version"), text(run, "planned_at"));
    }
    for hold in answer.get("holds").and_then(Value::as_array).into_iter().flatten() {
        say!(
            "{}  client {}  {}  since {}  {}",
            text(hold, "id"),
            text(hold, "client_id"),
            text(hold, "ground"),
            text(hold, "set_at"),
            text(hold, "lifted_at")
        );
    }
    for name in ["approved", "hold", "released"] {
        if let Some(id) = answer.get(name).and_then(Value::as_str) {
            say!("{name}: {id}");
        }
    }
    match answer.get("run") {
        Some(Value::Null) => say!("Nothing was approved and waits, and there is a report from the last seven days."),
        Some(run) => {
            say!(
                "run {} ({}), rules {}, planned {}",
                text(run, "id"),
                text(run, "state"),
                text(run, "rules_version"),
                text(run, "planned_at")
            );
            for (name, what) in [("report", "before"), ("proof", "removed")] {
                for rule in run.pointer(&format!("/{name}/rules")).and_then(Value::as_array).into_iter().flatten() {
                    let rows: u64 = rule.get("rows").and_then(Value::as_object).into_iter().flatten().filter_map(|(_, n)| n.as_u64()).sum();
                    let persons = rule.get("persons").and_then(Value::as_u64).unwrap_or_default();
                    say!(
                        "  {what:<8} {:<18} {persons:>7} persons {rows:>9} rows   {} ({})",
                        text(rule, "rule"),
                        text(rule, "law"),
                        text(rule, "mark")
                    );
                    for (table, n) in rule.get("rows").and_then(Value::as_object).into_iter().flatten() {
                        say!("             {table:<24} {n:>9}");
                    }
                    for (why, n) in rule.get("held").and_then(Value::as_object).into_iter().flatten() {
                        say!("             held: {why:<18} {n:>9} persons");
                    }
                }
            }
        }
        None => {}
    }
}
