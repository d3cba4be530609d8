//! The family and the household of a client: who lives here, who has custody of whom, and who of them is a client with what open,
//! as far as the looker's own rights reach to each of them. Of the others nothing is said of any matter, in words that are the
//! same whether or not there is one.

mod open;
mod read;
#[cfg(test)]
mod tests;

pub use read::{Household, HouseholdMember};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(read::household))
}
