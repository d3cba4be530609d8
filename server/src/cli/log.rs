//! `punos log`: the sealed access log gone through, its checkpoint and keys for those who keep them elsewhere.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use kernel::Problem;
use sealing::Checkpoint;
use sealing::verify::{Fault as Finding, Kind, NAMED, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::orders::order;
use super::{Common, Done, Fault};
use crate::control::Order;
use crate::node::Node;

#[derive(Subcommand)]
pub enum Log {
    /// Go through the whole log: any entry changed, removed, put in or moved is named. Exit code 0 when the log is whole, 1 when it
    /// is not, 2 when the checkpoint given cannot be used
    Verify {
        /// A checkpoint of this log that was kept elsewhere: a signed note, as /api/v1/public/log/checkpoint gives it
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Print the last signed checkpoint, to be kept elsewhere
    Checkpoint,
    /// Print the key that checks this log's checkpoints, and the one that checks this node's cosignatures
    Key,
    /// Say how the sealing stands: last checkpoint, what waits, followed logs
    Status,
    /// Follow another node's log anew, after its disagreement was looked into
    Forget {
        /// Its address
        address: String,
    },
}

/// As an order to a running node.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogOrder {
    Verify { checkpoint: Option<String> },
    Status,
    Forget { address: String },
}

impl LogOrder {
    pub async fn run(&self, node: &Node) -> Result<Value, Problem> {
        let (gate, sealing) = (&node.gate, node.sealing(Vec::new()));
        let whole = |value: Result<Value, serde_json::Error>| value.map_err(|_| Problem::internal());
        match self {
            Self::Verify { checkpoint } => {
                let opened = checkpoint.as_deref().map(|note| Checkpoint::open(note, &sealing.keys(gate).log_key())).transpose();
                let outside = match opened {
                    Ok(outside) => outside,
                    Err(error) => return Ok(json!({ "unusable": error.to_string() })),
                };
                whole(serde_json::to_value(sealing.verify(gate, outside.as_ref()).await?))
            }
            Self::Status => whole(serde_json::to_value(sealing.state(gate).await?)),
            Self::Forget { address } => Ok(json!({ "address": address, "forgotten": sealing.forget(gate, address).await? })),
        }
    }
}

impl Log {
    pub async fn run(self, common: &Common) -> Done {
        let ask = async |what| order(common, &Order::Log(what)).await;
        match self {
            Log::Verify { checkpoint } => {
                let read = |file: PathBuf| std::fs::read_to_string(&file).map_err(|e| Fault::Usage(format!("{}: {e}", file.display())));
                let checkpoint = checkpoint.map(read).transpose()?;
                let answer = ask(LogOrder::Verify { checkpoint }).await?;
                if let Some(why) = answer.get("unusable").and_then(Value::as_str) {
                    return Err(Fault::Usage(format!("--checkpoint: {why}")));
                }
                let verdict: Verdict = serde_json::from_value(answer.clone()).map_err(|e| Fault::Other(e.to_string()))?;
                if common.json {
                    say!("{answer}")
                } else {
                    tell(&verdict)
                }
                Ok(if verdict.whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
            Log::Checkpoint | Log::Key | Log::Status => {
                let state = ask(LogOrder::Status).await?;
                let text = |pointer: &str| state.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
                match self {
                    Log::Checkpoint if text("/sealed/note").is_empty() => return Err(Fault::Other("nothing is sealed yet".into())),
                    Log::Checkpoint if common.json => say!("{}", json!({ "checkpoint": text("/sealed/note") })),
                    Log::Checkpoint => say!("{}", text("/sealed/note").trim_end()),
                    Log::Key if common.json => {
                        say!("{}", json!({ "log_key": text("/log_key"), "witness_key": text("/witness_key") }));
                    }
                    Log::Key => say!("{}\n{}", text("/log_key"), text("/witness_key")),
                    _ if common.json => say!("{state}"),
                    _ => status(&state),
                }
                Ok(ExitCode::SUCCESS)
            }
            Log::Forget { address } => {
                let answer = ask(LogOrder::Forget { address: address.trim_end_matches('/').to_owned() }).await?;
                let forgotten = answer.get("forgotten") == Some(&json!(true));
                if common.json {
                    say!("{answer}")
                } else {
                    say!("{}", if forgotten { "It is followed anew." } else { "No such log is followed." });
                }
                Ok(if forgotten { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
        }
    }
}

fn status(state: &Value) {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or("–").to_owned();
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_u64).unwrap_or_default();
    let none = Value::Null;
    match state.get("sealed") {
        Some(sealed) => say!("{} entries sealed, the last at {}", number(sealed, "size"), text(sealed, "sealed_at")),
        None => say!("nothing is sealed yet"),
    }
    let waiting = state.get("waiting").unwrap_or(&none);
    say!("{} lines wait, the oldest since {}", number(waiting, "lines"), text(waiting, "oldest_at"));
    for one in state.get("watched").and_then(Value::as_array).into_iter().flatten() {
        say!("{:<16} {} entries, {}", text(one, "state"), number(one, "size"), text(one, "address"));
    }
}

fn tell(verdict: &Verdict) {
    match verdict.outside {
        Some(outside) => say!("{} entries sealed here, {outside} under the checkpoint from outside.", verdict.size),
        None => say!("{} entries sealed. Without a checkpoint from outside a whole earlier state looks whole.", verdict.size),
    }
    say!(
        "{} lines agree with their leaves or are named below; {} were removed at the end of retention.",
        verdict.compared,
        verdict.retired
    );
    if verdict.merged > 0 {
        say!("{} lines came late, out of the spool.", verdict.merged);
    }
    match (verdict.unsealed.lines, verdict.unsealed.oldest_at) {
        (0, _) => say!("Nothing is unsealed."),
        (lines, at) => {
            say!("{lines} lines are not sealed yet and not verified{}.", at.map(|at| format!(", the oldest of {at}")).unwrap_or_default())
        }
    }
    for fault in &verdict.faults {
        say!("{}", named(fault));
    }
    if verdict.whole {
        say!("The log is whole.");
    } else {
        say!(
            "The log is NOT whole: {} findings{}.",
            verdict.faults.len(),
            if verdict.faults.len() < NAMED { "" } else { ", the first of them" }
        );
    }
}

fn named(fault: &Finding) -> String {
    let what = match fault.kind {
        Kind::Changed => "changed after it was sealed",
        Kind::Removed => "removed, and not by retention",
        Kind::Inserted => "put in past the log",
        Kind::Forged => "its leaf was made or moved by someone without the log's key",
        Kind::CutOff => "cut off: a checkpoint covers it and the log does not have it",
        Kind::Unsigned => "after the last signed checkpoint",
        Kind::OtherRoot => "among these the log differs from a signed checkpoint",
        Kind::BadCheckpoint => "the checkpoint over these is not signed by this log",
        Kind::BadTile => "the hashes kept for proofs over these are wrong",
    };
    let place = match (fault.from, fault.to) {
        (Some(from), Some(to)) if from == to => format!("entry {from}"),
        (Some(from), Some(to)) => format!("entries {from}–{to}"),
        _ => "no entry".to_owned(),
    };
    let line = match (fault.line, fault.from) {
        (Some(line), _) => format!(", line {line}"),
        (None, Some(_)) => String::new(),
        (None, None) => ", of an id that cannot be read".to_owned(),
    };
    format!("{place}{line}: {what}")
}
