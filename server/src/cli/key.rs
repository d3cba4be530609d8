//! `punos key`: the node's key carried apart from the database's copies, sealed by a passphrase; and changed while the node works.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use kernel::Problem;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::keycopy;
use store::keys::Ring;
use uuid::Uuid;

use super::orders::order;
use super::{Common, Done, Fault};
use crate::control::Order;
use crate::node::{self, Node};

#[derive(Subcommand)]
pub enum Key {
    /// Write the node's key to a file sealed by a passphrase
    Export(Where),
    /// Put a key from such a file in its place (DATA/node.key); a key that is there stays
    Import(Where),
    /// Say which keys this node has, the one in use first: the same words as in the backups they open
    Show,
    /// Add a new key to the key file: the node will open with it, and seals with the old one still
    Add,
    /// Take the newest key into use: what is written from now on is sealed and indexed with it. First every process of the node must
    /// know it: give each the same key file, and half a minute
    Use,
    /// Seal anew what older keys sealed, while people work; a run that was cut goes on where it was
    Reseal,
    /// Drop the keys that seal nothing any more; refused while something is sealed with them
    Drop {
        /// Every process of the node has read the key file since it last changed
        #[arg(long)]
        at_once: bool,
    },
}

/// As an order to a running node.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyOrder {
    Reseal,
    Left,
}

/// Values sealed anew in one transaction: a moment's work for whoever waits behind it.
const BATCH: u32 = 200;

impl KeyOrder {
    pub async fn run(&self, node: &Node) -> Result<Value, Problem> {
        node.reread_keys().await.map_err(|error| {
            tracing::error!(%error, "the key file was not read");
            Problem::internal()
        })?;
        let job = node.gate.job("keys.reseal", "administration", None);
        let mut tables = Vec::new();
        for sealed in node::SEALED {
            let mut told = trust::Resealed::default();
            if matches!(self, Self::Reseal) {
                let mut last = Uuid::nil();
                while let Some(next) = sealed.batch(&job, last, BATCH, &mut told).await? {
                    last = next;
                }
                tracing::info!(table = sealed.table, done = told.done, unopened = told.unopened, "sealed anew");
            }
            let left = sealed.left(&job).await.map_err(|error| {
                tracing::error!(%error, "sealed values were not counted");
                Problem::internal()
            })?;
            tables.push(json!({ "table": sealed.table, "sealed_anew": told.done, "unopened": told.unopened, "left": left }));
        }
        let left: u64 = tables.iter().filter_map(|t| t["left"].as_u64()).sum();
        if matches!(self, Self::Reseal) && left == 0 {
            people::own_identity::forget_before(&job).await?;
        }
        Ok(json!({ "key_check": node.gate.keys().check(), "left": left, "tables": tables }))
    }
}

#[derive(Args)]
pub struct Where {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File whose first line is the passphrase (at least 12 characters); `-` reads it from standard input
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
}

impl Key {
    pub async fn run(self, common: &Common) -> Done {
        let (told, check) = match &self {
            Key::Export(to) => {
                let sealed = keycopy::seal(&secret(&common.data)?, &to.passphrase()?)?;
                put(&to.file, &sealed)?;
                (format!("The key is in {}; keep it and its passphrase apart from the backups.", to.file.display()), key(common)?)
            }
            Key::Import(from) => {
                let text = std::fs::read_to_string(&from.file).map_err(|e| Fault::Other(format!("{}: {e}", from.file.display())))?;
                let secret = keycopy::open(&text, &from.passphrase()?)?;
                let place = common.data.join("node.key");
                std::fs::create_dir_all(&common.data).map_err(|e| Fault::Other(e.to_string()))?;
                put(&place, &secret)?;
                (format!("The key is in {}.", place.display()), key(common)?)
            }
            Key::Show => {
                let checks = crate::node::keys(&common.data, false)?.current().checks();
                let told =
                    checks.iter().enumerate().map(|(at, check)| if at == 0 { check.clone() } else { format!("{check} (opens only)") });
                (told.collect::<Vec<_>>().join("\n"), checks.first().cloned().unwrap_or_default())
            }
            Key::Add => {
                change(
                    common,
                    |ring| if ring.add() { Ok(()) } else { Err("there are too many keys: drop those that seal nothing first") },
                )?;
                (
                    "A key is added. Give every process of the node the same key file, wait half a minute, then `punos key use`.".into(),
                    key(common)?,
                )
            }
            Key::Use => {
                change(
                    common,
                    |ring| if ring.use_newest() { Ok(()) } else { Err("there is one key only: `punos key add` makes another") },
                )?;
                ("The newest key is in use from within half a minute on. Then `punos key reseal`.".into(), key(common)?)
            }
            Key::Reseal => {
                let answer = order(common, &Order::Key(KeyOrder::Reseal)).await?;
                let ours = key(common)?;
                if said(&answer, "key_check") != Some(ours.as_str()) {
                    return Err(Fault::Other("the node that runs uses another key than this key file's first".into()));
                }
                if common.json {
                    say!("{answer}");
                } else {
                    for table in answer.get("tables").and_then(Value::as_array).into_iter().flatten() {
                        let number = |name: &str| table[name].as_u64().unwrap_or_default();
                        let (done, left) = (number("sealed_anew"), number("left"));
                        say!("{:<20} {done} sealed anew, {left} left", table["table"].as_str().unwrap_or_default());
                        if number("unopened") > 0 {
                            say!("{:<20} {} open with no key that is here", "", number("unopened"));
                        }
                    }
                }
                return Ok(if count(&answer, "left") == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
            Key::Drop { at_once } => {
                if !at_once && changed_just_now(common) {
                    return Err(Fault::Other(
                        "the key file changed less than a minute ago, and a process that has not read it would seal with the old key: wait, or say --at-once".into(),
                    ));
                }
                let answer = order(common, &Order::Key(KeyOrder::Left)).await?;
                if count(&answer, "left") != 0 {
                    return Err(Fault::Other(format!(
                        "{} values are sealed with other keys still: `punos key reseal` first",
                        count(&answer, "left")
                    )));
                }
                change(common, |ring| {
                    if said(&answer, "key_check") != ring.checks().first().map(String::as_str) {
                        return Err("the node that runs uses another key than this key file's first");
                    }
                    ring.drop_others();
                    Ok(())
                })?;
                ("One key is left. Backups from before need the key they were taken with: keep its copy with them.".into(), key(common)?)
            }
        };
        if common.json {
            say!("{}", json!({ "key_check": check }))
        } else {
            say!("{told}")
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Where {
    fn passphrase(&self) -> Result<String, Fault> {
        let text = if self.passphrase_file == Path::new("-") {
            std::io::read_to_string(std::io::stdin())
        } else {
            std::fs::read_to_string(&self.passphrase_file)
        };
        let text = text.map_err(|e| Fault::Other(format!("{}: {e}", self.passphrase_file.display())))?;
        let line = text.lines().next().unwrap_or_default().to_owned();
        if line.chars().count() < 12 {
            return Err(Fault::Usage("the passphrase has fewer than 12 characters".into()));
        }
        Ok(line)
    }
}

fn key(common: &Common) -> Result<String, Fault> {
    Ok(crate::node::keys(&common.data, false)?.check())
}

fn said<'a>(answer: &'a Value, name: &str) -> Option<&'a str> {
    answer.get(name).and_then(Value::as_str)
}

/// An answer that does not say how many is no "none".
fn count(answer: &Value, name: &str) -> u64 {
    answer.get(name).and_then(Value::as_u64).unwrap_or(u64::MAX)
}

/// How long after a change of the key file a process may still seal by what it read before; they read it every 15 seconds.
const READ_BY: Duration = Duration::from_secs(60);

fn changed_just_now(common: &Common) -> bool {
    let changed = std::fs::metadata(node::key_file(&common.data)).and_then(|file| file.modified()).ok();
    changed.and_then(|at| at.elapsed().ok()).is_some_and(|since| since < READ_BY)
}

/// Changes the key file.
fn change(common: &Common, how: impl FnOnce(&mut Ring) -> Result<(), &'static str>) -> Result<(), Fault> {
    if std::env::var_os("PUNOS_KEY").is_some() {
        return Err(Fault::Usage("the key stands in PUNOS_KEY: change it where that comes from, or put it in a file".into()));
    }
    let path = node::key_file(&common.data);
    let mut ring = store::keys::read(&path).map_err(node::NodeError::from)?;
    how(&mut ring).map_err(|why| Fault::Other(why.into()))?;
    store::keys::write(&path, &ring).map_err(|e| node::NodeError::from(e).into())
}

/// The key's own text, from where the node takes it.
fn secret(data: &Path) -> Result<String, Fault> {
    crate::node::keys(data, false)?;
    if let Ok(text) = std::env::var("PUNOS_KEY") {
        return Ok(text.trim().to_owned());
    }
    let path = node::key_file(data);
    let text = std::fs::read_to_string(&path).map_err(|e| Fault::Other(format!("{}: {e}", path.display())))?;
    Ok(text.trim().to_owned())
}

/// A new file that only its owner may read.
fn put(path: &Path, text: &str) -> Result<(), Fault> {
    let fail = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::AlreadyExists => Fault::Other(format!("{}: is there already and stays", path.display())),
        _ => Fault::Other(format!("{}: {e}", path.display())),
    };
    let mut file = std::fs::File::options().write(true).create_new(true).mode(0o600).open(path).map_err(fail)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fail)
}
