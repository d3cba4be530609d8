//! A client: one identity with its identifiers and name keys.

pub(crate) mod identifier;
pub(crate) mod store;
pub(crate) mod temporary;
