//! The room from outside, on both databases: what is raised, by whom it is reviewed, and who is protected from whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod colleagues;
mod detectors;
mod house;
mod protection;
mod queue;
mod turns;
