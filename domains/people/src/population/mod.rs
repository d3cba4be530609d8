//! What the population register (väestötietojärjestelmä) told, taken into this room: names, addresses and their protection, home
//! municipality, death, changes of the personal identity code, custody and children. The register is the master of these: what
//! it says is never edited here, each word is kept with the register's own number and time, and an older word that comes late
//! does not push a newer one aside.
//!
//! How a message looks on the wire is the door's to know (`exchange/population`); here it is words.

mod facts;
mod known;
mod model;
pub(crate) mod routes;
mod take;

pub use known::{coded_since, end_mandates, find, lift_protection, with_hetu};
pub use model::{AddressKind, Custody, CustodyShare, Home, Kin, Relative, Taken, Told, Word};
pub use routes::{PopulationFact, PopulationView};
pub use take::take;
pub(crate) use take::{over, share};

/// What rows of this source say they are from.
pub const SOURCE: &str = "population_register";
