//! One file per kind of rules.

pub mod accessibility;
pub mod alerts;
pub mod catalogue;
pub mod deadlines;
pub mod figures;
pub mod gaps;
pub mod grounds;
pub mod homesafety;
pub mod insight;
pub mod lenses;
pub mod letters;
pub mod mandates;
pub mod measures;
pub mod needs;
pub mod notices;
pub mod population;
pub mod quality;
pub mod readings;
pub mod remedies;
pub mod requests;
pub mod retention;
pub mod rights;
pub mod routing;
pub mod selfdirection;
pub mod watch;
pub mod will;
