//! What the client chose: by which channels they are told that something waits.

mod model;
mod routes;
pub mod store;

pub use routes::routes;
