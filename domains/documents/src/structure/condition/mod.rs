//! Conditions of a structure as data: which field is needed when. They are told from the prose by shared patterns
//! (`rules/structures.toml`), and for the documents that the rooms work with stated one by one (`rules/structure_conditions.toml`).
//! What neither says is left for the writer to read, and told when the structure is loaded.

mod check;
mod prose;
mod stated;

use serde_json::{Value, json};

use super::Structure;
use super::check::StructureFault;
use super::shape::{Shape, shape};

pub use check::check;

/// A step inside a body: a property, or every row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Rows,
}

/// The answer another field must have for a condition to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Flag(bool),
    /// Anything but this, also nothing at all.
    NotFlag(bool),
    /// One of these codes.
    Codes(Vec<String>),
    /// A code whose words begin with one of these: where the number of the code is not known.
    Words(Vec<String>),
    /// A code whose words begin with none of these.
    OtherWords(Vec<String>),
    Answered,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Need {
    /// One of the fields is answered; through a list, in one of its rows.
    OneOf(Vec<Vec<Step>>),
    /// `field` is answered, in every row that there is, when one of `others` has its answer. None of them: always.
    When { field: Vec<Step>, others: Vec<(Vec<Step>, Answer)> },
}

/// One condition: the objects it is about and what they need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub(super) base: Vec<Step>,
    pub(super) need: Need,
    /// Labels of the fields, for the error.
    pub(super) labels: Vec<String>,
    /// Whether one of the fields is an identifier that the register gives: then the check waits until it has been put in.
    pub(super) by_register: bool,
    /// Whether a form shows the field only when the condition holds (or when something has been written in it).
    pub(super) shown: bool,
}

/// The conditions of a structure, and the places of those that stay in prose.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// Those stated as data.
    pub stated: Vec<Condition>,
    /// JSON Pointers (through `properties` and `items`) of fields whose condition only people can read.
    pub in_prose: Vec<String>,
    /// Statements of the product that have no place in this version of the structure.
    pub gaps: Vec<StructureFault>,
}

/// The conditions of a structure: what is stated of its family goes before what its prose is understood to say.
pub fn conditions(structure: &Structure) -> Conditions {
    let mut out = prose::read(&structure.schema);
    stated::add(structure, &mut out);
    out
}

impl Condition {
    /// As the form takes it: ways as lists of names, `*` for every row.
    pub(crate) fn told(&self) -> Value {
        let way = |steps: &[Step]| -> Vec<String> {
            steps.iter().map(|s| if let Step::Name(n) = s { n.clone() } else { "*".to_owned() }).collect()
        };
        let answer = |a: &Answer| match a {
            Answer::Flag(is) => json!({"flag": is}),
            Answer::NotFlag(is) => json!({"not_flag": is}),
            Answer::Codes(codes) => json!({"codes": codes}),
            Answer::Words(words) => json!({"words": words}),
            Answer::OtherWords(words) => json!({"other_words": words}),
            Answer::Answered => json!({"answered": true}),
        };
        match &self.need {
            Need::OneOf(fields) => {
                json!({"base": way(&self.base), "one_of": fields.iter().map(|f| way(f)).collect::<Vec<_>>(), "labels": self.labels, "by_register": self.by_register})
            }
            Need::When { field, others } => {
                let others: Vec<Value> = others.iter().map(|(other, is)| json!({"field": way(other), "is": answer(is)})).collect();
                json!({"base": way(&self.base), "field": way(field), "when": others, "shown": self.shown, "by_register": self.by_register})
            }
        }
    }
}

/// Whether the way from a node leads to an identifier that is never kept.
fn is_hetu(node: &Value, way: &[Step]) -> bool {
    let mut at = Some(node);
    for step in way {
        at = at.and_then(|n| match step {
            Step::Name(name) => n.get("properties")?.get(name),
            Step::Rows => n.get("items"),
        });
    }
    at.is_some_and(|n| shape(n) == Shape::Hetu)
}
