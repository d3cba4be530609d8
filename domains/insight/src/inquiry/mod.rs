//! Questions of clients about entries of their log: asked, answered by the supervisor of whoever it was, within the time of the
//! rules.

mod answer;
mod ask;
mod late;
mod list;
pub(crate) mod model;
pub(crate) mod routes;

pub(crate) use ask::asked;
