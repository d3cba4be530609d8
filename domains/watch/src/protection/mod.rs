//! What supervisors pass on to the data protection officer: her work list, and what she finds.

mod find;
mod list;
mod model;
pub(crate) mod routes;
