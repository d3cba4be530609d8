//! The door for what comes from source systems and for the synthetic county: clients and close ones written in bulk, in the
//! caller's change, one statement for many.

mod client;
mod close_one;

pub(crate) use client::row_scope;
pub use client::{Imported, Outcome, SourceClient, SourceContact, SourceIdentifier, upsert_client, upsert_clients};
pub use close_one::{SourceCloseOne, upsert_close_one, upsert_close_ones};
