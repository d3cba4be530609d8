//! Client plans (SHL 39 § [memory]) as the room computes on them: goals in the client's words, services with who does what
//! by when. The words are in the document.

mod parts;
pub mod services;
pub mod store;

pub use parts::{Parts, PlanGoal, PlanService, parts};
