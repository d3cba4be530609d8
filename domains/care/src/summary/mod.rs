//! The situation picture: one client's whole situation on one screen, from this room's rows and from what came from source
//! systems. It is read by a fixed number of statements, each by an index on the client, and cut to the registers and tasks
//! of the proof. What other registers may hold is said openly, in words that do not depend on whether they hold anything.

mod alerts;
mod history;
mod measures;
mod model;
mod now;
mod plans;
mod read;
mod routes;
mod store;
mod timeline;
mod words;

pub use measures::with_unit;
pub use model::{ItemRef, Measure, Summary, SummaryPlan, Tone, Words};
pub use read::{functioning, read};
pub use routes::routes;

#[cfg(test)]
mod tests;
