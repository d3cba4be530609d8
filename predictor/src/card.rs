//! The card beside a model. A model without a whole card is not used.

use serde::{Deserialize, Serialize};

/// What is wrong: a code that the node's screens have words for, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub code: &'static str,
    pub what: String,
}

impl Fault {
    pub fn new(code: &'static str, what: impl Into<String>) -> Self {
        Self { code, what: what.into() }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Words {
    pub fi: String,
    pub sv: String,
    pub en: String,
}

/// See `models/README.md`; the fields are explained there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    pub name: String,
    pub version: String,
    pub label: Words,
    pub purpose: Words,
    pub plain: Words,
    pub data: Words,
    pub limits: Words,
    pub owner: String,
    pub ground: Words,
    pub law: String,
    pub register: String,
    pub service_task: String,
    pub trained_on: String,
    pub valid_from: String,
    pub valid_to: String,
    pub sha256: String,
    pub age_from: u32,
    pub age_to: u32,
    pub features: Vec<String>,
    pub reference: Vec<f64>,
    pub outcome: String,
    pub outcome_least: i32,
    pub outcome_words: Words,
    pub threshold: f64,
    pub bands: Vec<Band>,
    pub tested: Tested,
    pub groups: Vec<Group>,
    pub bins: Vec<Bins>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub code: String,
    pub below: f64,
    pub label: Words,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tested {
    pub n: i64,
    pub happened: i64,
    pub brier: f64,
    pub auc: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub label: Words,
    pub n: i64,
    pub predicted: f64,
    pub happened: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bins {
    pub feature: String,
    pub edges: Vec<f64>,
    pub shares: Vec<f64>,
}

/// What every card says.
const FIELDS: [&str; 28] = [
    "name",
    "version",
    "label",
    "purpose",
    "plain",
    "data",
    "limits",
    "owner",
    "ground",
    "law",
    "register",
    "service_task",
    "trained_on",
    "valid_from",
    "valid_to",
    "sha256",
    "age_from",
    "age_to",
    "features",
    "reference",
    "outcome",
    "outcome_least",
    "outcome_words",
    "threshold",
    "bands",
    "tested",
    "groups",
    "bins",
];

/// Reads a card.
pub fn read(text: &str) -> Result<Card, Vec<Fault>> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| vec![Fault::new("card_unreadable", error.message())])?;
    let empty = |field: &&&str| match table.get(**field) {
        None => true,
        Some(toml::Value::String(text)) => text.trim().is_empty(),
        Some(toml::Value::Array(all)) => all.is_empty(),
        Some(_) => false,
    };
    let missing: Vec<Fault> = FIELDS.iter().filter(empty).map(|field| Fault::new("field_missing", *field)).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    table.try_into().map_err(|error: toml::de::Error| vec![Fault::new("card_unreadable", error.message())])
}

impl Card {
    /// What is wrong within the card itself, in the folder `name`.
    pub fn faults(&self, name: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut wrong = |is: bool, code, what: &str| {
            if is {
                faults.push(Fault::new(code, what));
            }
        };
        wrong(self.name != name, "name_differs", &self.name);
        wrong(self.reference.len() != self.features.len(), "field_wrong", "reference");
        wrong(!(0.0..=1.0).contains(&self.threshold), "field_wrong", "threshold");
        wrong(self.outcome_least < 1, "field_wrong", "outcome_least");
        wrong(self.age_to < self.age_from, "field_wrong", "age_to");
        let rising = self.bands.is_sorted_by(|one, next| one.below < next.below);
        wrong(!rising || self.bands.last().is_none_or(|last| last.below <= 1.0), "field_wrong", "bands");
        for bins in &self.bins {
            let whole = bins.shares.len() == bins.edges.len() + 1 && (bins.shares.iter().sum::<f64>() - 1.0).abs() < 0.01;
            wrong(!whole || !self.features.contains(&bins.feature) || !bins.edges.is_sorted(), "field_wrong", "bins");
        }
        for (field, text) in [("trained_on", &self.trained_on), ("valid_from", &self.valid_from), ("valid_to", &self.valid_to)] {
            let dated =
                text.len() == 10 && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
            wrong(!dated, "field_wrong", field);
        }
        wrong(!["social", "patient"].contains(&self.register.as_str()), "field_wrong", "register");
        faults
    }

    /// Whether it holds on a day, YYYY-MM-DD.
    pub fn valid(&self, on: &str) -> Option<Fault> {
        if on < self.valid_from.as_str() {
            Some(Fault::new("not_valid_yet", &self.valid_from))
        } else if on > self.valid_to.as_str() {
            Some(Fault::new("expired", &self.valid_to))
        } else {
            None
        }
    }
}
