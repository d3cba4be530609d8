//! One file per kind of rules.

pub mod accessibility;
pub mod deadlines;
pub mod gaps;
pub mod grounds;
pub mod lenses;
pub mod letters;
pub mod needs;
pub mod notices;
pub mod population;
pub mod quality;
pub mod remedies;
pub mod routing;
