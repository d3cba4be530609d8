//! Act and consequence of a group of people, like with like: each with somebody of the same age, sex and level who was measured as well but
//! of whom the same was not begun. Nobody is named, and few are not told of.

pub(crate) mod figures;
pub(crate) mod routes;
mod stats;
