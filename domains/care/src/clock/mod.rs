//! Statutory clocks of matters: started, stopped, paused and resumed by rules, kept with the rule, its version and section.

pub(crate) mod pause;
mod reached;
pub mod rules;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod tick;
mod view;

pub use reached::{Told, client_facts, facts, reached, settle, special_support};
pub(crate) use reached::{over, received};
#[cfg(test)]
pub(crate) use store::open_of;
pub(crate) use store::started_between;
pub use store::{Kept, of_matter, of_matters};
pub use view::{Deadline, deadline, deadlines};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(pause::pause)).routes(routes!(pause::resume)).routes(routes!(pause::prolong))
}
