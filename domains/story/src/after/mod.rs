//! What came after what was done, of one client: measures, use of services and goals, before and after.

pub(crate) mod compare;
mod model;
pub(crate) mod routes;
