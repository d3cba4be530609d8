//! The door for FHIR R4 (4.0.1): reads Bundles, resources and NDJSON, checks them, keeps every taken entry as it came in
//! `records` and projects it into typed rows.
//!
//! - [`import`]: files and directories, for the command line.
//! - [`router`]: `POST /fhir` and `GET /fhir/metadata`.
//! - [`rebuild`]: typed rows made again from the originals.
//! - [`settle`]: references followed whose target has come since.

mod again;
mod check;
mod error;
mod http;
mod import;
mod keys;
mod neighbours;
mod path;
mod persons;
mod prepare;
pub mod problem;
mod project;
pub mod read;
mod reference;
mod report;
mod resolve;
mod settings;
mod time;
mod types;
mod write;

pub use again::{rebuild, settle};
pub use error::ImportError;
pub use http::{actions, openapi, router};
pub use import::{ImportOptions, import};
pub use report::{Fault, Report, Waiting};
pub use types::Taken;
