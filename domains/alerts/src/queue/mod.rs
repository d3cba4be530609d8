//! Alerts on desks: the team's queue, one client's, and what is done of each.

pub(crate) mod export;
mod list;
mod model;
pub(crate) mod routes;
mod step;
