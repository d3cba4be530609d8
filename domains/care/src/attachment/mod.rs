//! Attachments of a matter: pictures and papers. The kind of a file is told by its content, never by its name.

mod add;
mod kind;
mod model;
mod routes;
mod store;

pub use kind::FileKind;
pub use model::{Attachment, MAX_BYTES};
pub use routes::routes;

#[cfg(test)]
mod tests;
