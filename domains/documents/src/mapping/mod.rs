//! Mappings: data that tie the paths of a structure to the typed facts of the rooms.
//!
//! A room reads [`Facts`] and gives [`Known`]; it never reads a document's JSON.

mod extract;
mod facts;
mod model;
mod pointer;
mod prefill;
mod shared;

pub use extract::extract;
pub use facts::{FactValue, Facts};
pub use model::{Appeal, AppealText, FactType, Identity, MappedFact, Mapping, PrintHints, parse_mapping};
pub use pointer::node_at;
pub use prefill::{Known, Prefilled, prefill, settle};
pub use shared::{kind_of_family, shared};
