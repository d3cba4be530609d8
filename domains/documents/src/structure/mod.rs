//! Structures: what a document of a kind is made of. JSON Schema draft-07 with labels in the form of THL's Sosmeta.

mod annotate;
mod check;
pub(crate) mod component;
mod condition;
mod import;
mod inline;
mod label;
mod model;
mod order;
pub(crate) mod routes;
mod shape;
mod shipped;
pub(crate) mod store;

pub use annotate::{annotated, as_kept, code_sets, each, is_client_part, stands_in};
pub use check::{StructureFault, parse};
pub use condition::{Condition, Conditions, check as check_conditions, conditions};
pub use import::hash;
pub use import::{StructureFile, StructureRefusal, StructureReport, import, read_files};
pub use label::{codes_of, label_of};
pub use model::{Kind, Structure};
pub use shape::{Choice, Shape, choices, code_set, meta, plain, says, shape, system_of, undrawable, words, worth_telling};
pub use shipped::{Shipped, shipped};
