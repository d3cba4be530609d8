//! What waits now: by service task, team and step.

mod build;
pub(crate) mod model;
pub(crate) mod routes;
