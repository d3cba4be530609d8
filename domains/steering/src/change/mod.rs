//! Measures of change (E14): a change in how the work is done is marked on a day, and each figure is held before it beside after it. What is
//! told names nobody and proves nothing: beside it stand the same weeks a year before, and those the change did not touch.

mod held;
pub(crate) mod model;
pub(crate) mod routes;
mod sides;
mod span;
mod store;

pub(crate) use store::prune;
