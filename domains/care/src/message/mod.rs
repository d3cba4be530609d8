//! Messages between a client and those who handle their matter. Each client of a matter has a thread of their own.

mod model;
mod routes;
pub(crate) mod store;
mod write;

pub use model::{Message, NewMessage, Side};
pub use routes::routes;
pub(crate) use write::{from_client, from_staff, mark_read};
