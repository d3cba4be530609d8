//! Decisions: drafted by whoever handles the matter, decided by one who has the power, sent to the client. A refusal needs
//! that the client has been heard.

mod decide;
mod draft;
mod model;
mod routes;
mod rules;
mod send;
mod store;
mod withdraw;

pub use model::{Decision, DecisionRef, DecisionState, SendDecision};
pub use routes::routes;
pub use store::{own, refs};

#[cfg(test)]
pub(crate) mod tests;
