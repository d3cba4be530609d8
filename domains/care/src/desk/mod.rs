//! The desk: a team's queue in its lanes, one's own matters and those of an absent colleague; search, counts, workloads,
//! export of exactly what is seen. One SQL statement for each part, nothing a row.

mod bulk;
mod cards;
pub(crate) mod choice;
pub(crate) mod counts;
pub mod csv;
mod export;
mod filter;
mod find;
mod order;
mod restricted;
mod rows;
pub mod sheet;
mod show;
mod table;
#[cfg(test)]
mod tests;
mod views;
mod workload;
mod xlsx;

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
        .routes(routes!(export::workbook, export::workbook_search))
        .routes(routes!(bulk::preview))
        .routes(routes!(bulk::run))
        .routes(routes!(views::list, views::save))
        .routes(routes!(views::default_view))
        .routes(routes!(views::change, views::remove))
        .routes(routes!(workload::workload))
}
