//! Structures: what a document of a kind is made of. JSON Schema draft-07 with labels in the form of THL's Sosmeta.

mod check;
mod label;
mod model;
mod shipped;

pub use check::{StructureFault, parse};
pub use label::{codes_of, label_of};
pub use model::{Kind, Structure};
pub use shipped::{Shipped, shipped};
