//! Structured documents: structures as data, bodies checked against them, facts read from them, versions kept, print.
//!
//! A document is a versioned record for people. Rooms compute on facts: they hand [`mapping::Known`] in, get
//! [`mapping::Facts`] out and never read a document's JSON (architecture.md, rule 4).
//!
//! Doors for other rooms, inside their own transaction: [`begin`], [`save`], [`finish`], [`discard`], [`facts`], [`join`],
//! [`leave`]; for lists [`of_matter`]. The room that keeps matters hands itself to [`routes`] as [`Matters`].

pub mod actions;
pub mod bulk;
mod document;
mod error;
pub mod mapping;
pub mod print;
pub mod structure;
pub mod validate;

pub use document::{
    Author, Document, DocumentRef, DocumentState, Matters, NewDocument, StructureRef, VersionRef, begin, discard, facts, finish, join,
    leave, of_matter, read, read_own, read_version, save,
};
pub use error::DocumentError;
pub use structure::Kind;

/// The room's routes.
pub fn routes(matters: std::sync::Arc<dyn Matters>) -> utoipa_axum::router::OpenApiRouter {
    structure::routes::routes().merge(document::routes::routes(matters))
}
