//! What came from source systems: the untouched original and the typed rows made from it.

mod body;
mod derive;
mod error;
pub mod intake;
mod rows;

pub use body::{Packer, content_hash, unpack};
pub use derive::row_id;
pub use error::RecordsError;
pub use rows::{Actor, ActorFacts, Entry, Facts, Part, PartFacts};
