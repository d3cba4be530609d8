//! One file per kind of rules.

pub mod deadlines;
pub mod gaps;
pub mod grounds;
pub mod lenses;
pub mod letters;
pub mod needs;
pub mod notices;
pub mod quality;
pub mod remedies;
pub mod routing;
