//! Notes of contacts and visits: what happened and was seen, written by who was there.

mod change;
mod model;
mod routes;
mod store;
mod write;

pub(crate) use store::{NewRow, insert};

pub use model::{ChangeNote, NewNote, Note, NoteKind};
pub use routes::routes;
pub use write::write;

#[cfg(test)]
mod tests;
