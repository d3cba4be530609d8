//! Alerts on desks: the team's queue, one client's, and what is done of each.

mod list;
mod model;
pub(crate) mod routes;
mod step;
