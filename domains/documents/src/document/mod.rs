//! Documents: a versioned record for people, tied to facts by the mapping of its structure.

mod begin;
mod codes_used;
mod copied;
mod discard;
mod export;
mod finish;
mod form;
mod matters;
mod model;
mod print_out;
mod read;
mod register;
pub(crate) mod routes;
mod save;
mod settle;
mod share;
mod store;

pub use begin::{NewDocument, NewOnStructure, StructureUse, begin, begin_on, use_of};
pub use discard::discard;
pub use finish::finish;
pub use matters::Matters;
pub use model::{Author, Document, DocumentName, DocumentRef, DocumentState, StructureRef, VersionRef};
pub use read::{facts, names, names_seen, of_matter, places, read, read_in, read_own, read_shown, read_version};
pub use save::save;
pub use settle::settle;
pub use share::{join, leave};

#[cfg(test)]
mod tests;
