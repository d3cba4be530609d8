//! Which team a matter goes to.

mod propose;
pub mod rules;

pub use propose::{Team, proposal_of};
