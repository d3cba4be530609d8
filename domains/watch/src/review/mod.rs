//! Reviews of what the rules raised: the supervisor's queue, and what is asked of the one who looked.

pub(crate) mod list;
mod mine;
pub(crate) mod model;
pub(crate) mod routes;
pub(crate) mod say;
