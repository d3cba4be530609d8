//! Attachments of a matter: pictures and papers. The kind of a file is told by its content, never by its name. A file is given out when the
//! node's scanner has found it clean (see [`scan`]).

mod add;
mod kind;
mod model;
mod routes;
pub mod scan;
mod store;

pub use kind::FileKind;
pub use model::{Attachment, MAX_BYTES};
pub use routes::routes;
pub use store::{Content, copied, of_matter};

#[cfg(test)]
mod counterpart;
#[cfg(test)]
mod tests;
