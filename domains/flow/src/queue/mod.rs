//! What waits now: by service task, team and step.

pub(crate) mod ahead;
mod build;
mod forecast;
pub(crate) mod model;
pub(crate) mod routes;
