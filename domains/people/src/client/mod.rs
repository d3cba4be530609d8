//! A client: one identity with its identifiers and name keys.

mod create;
mod duplicate;
mod header;
mod hetu;
mod identified;
pub(crate) mod identifier;
pub(crate) mod routes;
pub(crate) mod store;
pub(crate) mod temporary;

pub use create::NewClient;
pub use header::AddedClient;
pub use hetu::hetu_for_print;
pub use identified::{Identified, Resident, identified};
pub use identifier::SEALED;
