//! The folder of models, as it is now: what changed on the disk is read again when models are asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::card::{Card, Fault, read};
use crate::net::Net;

/// The largest model, in bytes.
const LARGEST: u64 = 32 << 20;

/// A feature of the node's rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Known {
    pub key: String,
    /// It is counted afterwards, and no model is told it.
    pub outcome: bool,
}

/// A model as it is told.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    name: &'a str,
    card: Option<&'a Card>,
    problems: Vec<Fault>,
}

type Stamp = [Option<(SystemTime, u64)>; 2];

struct Held {
    stamp: Stamp,
    card: Option<Card>,
    net: Option<Net>,
    faults: Vec<Fault>,
}

pub struct Shelf {
    dir: PathBuf,
    held: BTreeMap<String, Held>,
}

fn stamp(dir: &Path) -> Stamp {
    ["card.toml", "model.onnx"].map(|file| {
        let found = fs::metadata(dir.join(file)).ok()?;
        Some((found.modified().ok()?, found.len()))
    })
}

impl Shelf {
    pub fn new(dir: PathBuf) -> Self {
        let mut shelf = Self { dir, held: BTreeMap::new() };
        shelf.look();
        shelf
    }

    fn look(&mut self) {
        let mut there = BTreeMap::new();
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            if !named || !path.is_dir() {
                continue;
            }
            let now = stamp(&path);
            let held = match self.held.remove(&name) {
                Some(held) if held.stamp == now => held,
                _ => Held::read(&path, &name, now),
            };
            there.insert(name, held);
        }
        self.held = there;
    }

    /// Every model, with what is wrong with it.
    pub(crate) fn models(&mut self, features: &[Known], on: &str) -> Vec<Told<'_>> {
        self.look();
        let told = self.held.iter().map(|(name, held)| {
            let mut problems = held.faults.clone();
            if let Some(card) = &held.card {
                problems.extend(card.valid(on));
                let is = |key: &str, outcome: bool| features.iter().any(|one| one.key == key && one.outcome == outcome);
                problems.extend(card.features.iter().filter(|key| !is(key, false)).map(|key| Fault::new("feature_unknown", key)));
                if !is(&card.outcome, true) {
                    problems.push(Fault::new("outcome_unknown", &card.outcome));
                }
            }
            Told { name, card: held.card.as_ref(), problems }
        });
        told.collect()
    }

    /// A model whose file is what its card says, and the client it compares with.
    pub(crate) fn net(&self, name: &str, digest: &str) -> Option<(&Net, &[f64])> {
        let held = self.held.get(name).filter(|held| held.faults.is_empty())?;
        let card = held.card.as_ref().filter(|card| card.sha256 == digest)?;
        Some((held.net.as_ref()?, &card.reference))
    }
}

impl Held {
    fn read(dir: &Path, name: &str, stamp: Stamp) -> Self {
        let mut held = Self { stamp, card: None, net: None, faults: Vec::new() };
        match fs::read_to_string(dir.join("card.toml")) {
            Err(_) => held.faults.push(Fault::new("card_missing", "card.toml")),
            Ok(text) => match read(&text) {
                Err(faults) => held.faults.extend(faults),
                Ok(card) => {
                    held.faults.extend(card.faults(name));
                    held.card = Some(card);
                }
            },
        }
        let file = dir.join("model.onnx");
        let bytes = match fs::metadata(&file) {
            Ok(found) if found.len() <= LARGEST => fs::read(&file).ok(),
            _ => None,
        };
        let Some(bytes) = bytes else {
            held.faults.push(Fault::new("model_unreadable", "model.onnx"));
            return held;
        };
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if let Some(card) = held.card.as_ref().filter(|card| card.sha256 != digest) {
            held.faults.push(Fault::new("digest_differs", &card.sha256));
        }
        match Net::read(&bytes) {
            Err(fault) => held.faults.push(fault),
            Ok(net) => {
                // Tried on the client of reference: a model that gives no probability is told before it is used.
                if let Some(card) = held.card.as_ref().filter(|card| card.reference.len() == card.features.len()) {
                    #[allow(clippy::cast_possible_truncation)]
                    let row: Vec<f32> = card.reference.iter().map(|value| *value as f32).collect();
                    match net.run(&row, row.len()) {
                        Err(error) => held.faults.push(Fault::new("inputs_differ", error)),
                        Ok(values) if values.iter().all(|p| (-1e-5..=1.0 + 1e-5).contains(p)) => {}
                        Ok(_) => held.faults.push(Fault::new("no_probability", "model.onnx")),
                    }
                }
                held.net = Some(net);
            }
        }
        held
    }
}
