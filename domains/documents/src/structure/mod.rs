//! Structures: what a document of a kind is made of. JSON Schema draft-07 with labels in the form of THL's Sosmeta.

mod check;
mod import;
mod label;
mod model;
mod order;
pub(crate) mod routes;
mod shipped;
pub(crate) mod store;

pub use check::{StructureFault, parse};
pub use import::{StructureFile, StructureRefusal, StructureReport, import, read_files};
pub use label::{codes_of, label_of};
pub use model::{Kind, Structure};
pub use shipped::{Shipped, shipped};
