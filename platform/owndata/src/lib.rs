//! A copy of everything the node holds of one client (GDPR 15): what it is made of, reading it, and the file.
//!
//! What is told and what is left out, with the reason, is one list ([`Catalogue`], `catalogue.toml`), checked against the database's own
//! catalogue: a table or a column that a migration adds and that is neither told nor left out fails a test.
//!
//! This is the platform's and no room's, as removal after retention is: every row says where it belongs, and what belongs to a client is
//! asked from the database, so that a room which is added is not forgotten. What only a room can open (originals, documents on paper,
//! files) the caller brings as [`Extra`]s from that room's door.

mod catalogue;
mod file;
mod page;
mod read;
mod things;
mod words;

pub use catalogue::{Catalogue, CatalogueError, Excluded, Field, How, KindOf};
pub use file::{Extra, Made, file};
pub use page::Head;
pub use read::{Collected, Pair, Part, Whose, collect};
pub use things::{Thing, one, things};
pub use words::Words;

/// Why a copy could not be made.
#[derive(Debug, thiserror::Error)]
pub enum OwnDataError {
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error(transparent)]
    Db(#[from] store::sea_orm::DbErr),
    #[error("the file could not be written")]
    File,
}
