//! Reviews of what the rules raised: the supervisor's queue, and what is asked of the one who looked.

mod list;
mod mine;
mod model;
pub(crate) mod routes;
mod say;
