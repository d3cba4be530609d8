//! What a person must decide because of what a register told (`to_settle`): a client died or moved to another county, or an
//! address protection ended. What ends by the rules (`rules/population.toml`) ends in the change that takes the register's word;
//! what the rules ask about waits here for the one who answers for it, and is settled with a reason.

mod happened;
mod list;
mod model;
mod settle;
mod store;
#[cfg(test)]
mod tests;

pub use model::{Ended, SettleItem, SettleList};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(settle::settle))
}
