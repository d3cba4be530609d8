//! A copy of the client's own data: asked for, made, kept sealed for a while, given out, removed.

mod ask;
mod make;
pub(crate) mod model;
mod prune;
pub(crate) mod routes;
pub(crate) mod store;

pub use make::MakeCopy;
pub use store::SEALED;
