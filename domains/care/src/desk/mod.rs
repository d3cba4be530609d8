//! The desk: a team's queue in its lanes, one's own matters and those of an absent colleague; search, counts, workloads,
//! export of exactly what is seen. One SQL statement for each part, nothing a row.

mod cards;
mod counts;
mod csv;
mod export;
mod filter;
mod filters;
mod find;
mod rows;
mod show;
#[cfg(test)]
mod tests;
mod workload;

pub use filter::{DeskQuery, DeskSearch};
#[cfg(test)]
pub(crate) use tests::plans;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(show::desk))
        .routes(routes!(show::search))
        .routes(routes!(export::export, export::export_search))
        .routes(routes!(filters::list, filters::save))
        .routes(routes!(filters::remove))
        .routes(routes!(workload::workload))
}
