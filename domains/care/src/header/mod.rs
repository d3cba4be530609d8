//! The head of a client's page: who they are, who looks after them, what is permitted.

mod read;
mod routes;

pub use read::{ClientHeader, Permit, PermitState, Sources, assemble, of};
pub use routes::routes;
