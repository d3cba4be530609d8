//! The client's own log: who, when, from which unit, why, on what ground.

pub(crate) mod model;
mod read;
pub(crate) mod routes;

pub(crate) use read::{grounds_of, shown_since};
