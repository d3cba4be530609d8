//! What a change of rules would have done to last month's real matters, before it is put in force.
//!
//! Set-wise: the matters of the stretch are found by an index on their day and read some hundreds at a time, a handful of
//! statements each; nothing is asked matter by matter. The rules in force and the candidate are asked the same questions of the
//! same facts, so that only the change of rules shows, not what has happened since.

mod codes;
mod deadlines;
mod lenses;
mod past;
mod retention;
mod routes;
mod routing;
#[cfg(test)]
mod tests;
mod view;

pub use view::{DeadlineEffect, LensEffect, RoutingEffect, RulePreview};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

/// Days looked back on.
const DAYS: u64 = 30;

/// Single matters told at most; the counts are of all.
const ROWS: usize = 100;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(routes::preview))
}
