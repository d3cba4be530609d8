//! The lobby: putting a client's matter on its way. What is open already shows first, so that no duplicate starts without
//! saying why.

mod client;
mod form;
mod propose;
mod send;
mod sent;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use propose::facts_of;
pub use store::OpenMatter;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(form::form))
        .routes(routes!(client::client))
        .routes(routes!(propose::propose))
        .routes(routes!(send::send))
        .routes(routes!(sent::sent))
}
