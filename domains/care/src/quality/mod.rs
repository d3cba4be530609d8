//! Quality of data (U23) where the data are used: quiet marks of the situation picture's parts, and the figures of the county by
//! source. What is old, whole and fit for what are rules (`rules/quality.toml`).

mod figures;
mod picture;
#[cfg(test)]
mod tests;

pub use figures::QualityPage;
pub use picture::{MarkedItem, PartQuality, Parts, marks};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(figures::figures))
}
