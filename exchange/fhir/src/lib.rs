//! The door for FHIR R4 (4.0.1): reads Bundles, resources and NDJSON, checks them, keeps every taken entry as it came in
//! `records` and projects it into typed rows.

mod check;
mod keys;
mod neighbours;
mod path;
pub mod problem;
mod project;
pub mod read;
mod reference;
mod time;
mod types;

pub use types::Taken;
