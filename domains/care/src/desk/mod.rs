//! The desk: the team's queue in its lanes.

use utoipa_axum::router::OpenApiRouter;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
}
