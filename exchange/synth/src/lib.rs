//! A county of synthetic people to try the node on: `punos synth --county etela-karjala --residents 20000 --seed 1`.
//!
//! Ages, sexes, ways of living and long-term conditions follow the county's means (THL 2023, in `data/`); names and
//! municipalities are Finnish; personal identity codes are of the artificial range 900–999 and telephone numbers begin with
//! 000, so that nothing can be taken for a real person's. The same seed makes the same county on the same day.
//!
//! Making is pure ([`residents`], [`needs`], [`history`], [`matters`]); writing goes through the rooms' own doors ([`write`]):
//! the rooms' states, clocks, ties and documents are those that live work would have left.

mod asked;
mod chunk;
mod close_ones;
mod consulted;
mod county;
mod dice;
mod felt;
mod health;
mod history;
mod matters;
mod measured;
mod needs;
mod original;
mod personas;
mod places;
mod residents;
mod staff;
#[cfg(test)]
mod tests;
mod write;

use kernel::Text;

pub use county::{COUNTIES, County};
pub use personas::MadePersona;
pub use write::make;

/// What to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Key of a county in [`COUNTIES`].
    pub county: String,
    /// At least 50 are made.
    pub residents: u32,
    pub seed: u64,
    /// A county as full of work as the largest: `None` makes what such residents have.
    pub load: Option<Load>,
}

/// How much work there is, whoever the residents are; for measuring how a node bears a large county.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// All matters, most of them closed within ten years.
    pub matters: usize,
    /// Those of them that are open; a tenth of these are in one team, the rest in others of very different sizes.
    pub open: usize,
    /// Teams the open ones are spread over, besides those that routing names.
    pub teams: usize,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    pub residents: u64,
    pub matters: u64,
    /// Rows of service history.
    pub service_rows: u64,
    pub seconds: f64,
    pub county_name: Text,
    pub personas: Vec<MadePersona>,
}
