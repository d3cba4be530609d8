//! Decisions: drafted by whoever handles the matter, decided by one who has the power, sent to the client. A refusal needs
//! that the client has been heard.

mod decide;
mod draft;
mod model;
mod routes;
mod rules;
mod send;
pub(crate) mod store;
mod withdraw;

pub(crate) use self::rules::{appeal, last_day, not_shown};
pub(crate) use draft::{Replacing, draft_anew};
pub use model::{Decision, DecisionRef, DecisionRefusal, DecisionState, Force, Receipt, RemedyView, SendDecision};
pub use routes::routes;
pub(crate) use routes::{told, with_deciders};
pub use store::{own, refs};

#[cfg(test)]
pub(crate) mod tests;
