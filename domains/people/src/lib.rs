//! The room `people`: clients, their identities and links, close ones, contact details; organisations, units, teams and
//! professionals.
//!
//! Doors:
//! - [`Directory`]: who works here, for trust.
//! - [`card`]: identity cards by any proof.
//! - [`import`]: clients and close ones from source systems and the synthetic county, in bulk.
//! - [`organisation`]: units, teams, professionals: read without a proof, written in bulk.
//! - [`tied`]: professionals named for a client.
//! - [`identity`]: identities of one person linked and unlinked.

pub mod card;
mod client;
mod contact;
mod directory;
mod error;
pub mod identity;
pub mod import;
pub mod municipality;
mod name;
pub mod organisation;
mod proof;
pub mod tied;

pub use card::{IdentityCard, IdentityKind, MunicipalityRef};
pub use contact::store::ContactDetail;
pub use directory::Directory;
pub use error::Error;
pub use organisation::PersonRef;
pub use proof::Proof;
