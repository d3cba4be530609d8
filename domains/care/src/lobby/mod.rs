//! The lobby: putting a client's matter on its way.

use utoipa_axum::router::OpenApiRouter;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
}
