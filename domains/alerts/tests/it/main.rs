//! The room from outside, on both databases: what is raised by what happens, late, out of order, corrected and again; what is done of it;
//! and what a text of rules would have raised.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod house;
mod order;
mod queue;
mod raised;
mod trial;
mod will;
